/** The park's directory as decisions read it: categories, grids, officers, limits. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { ClockProfile } from './clock-profile.ts';

export interface Category {
  code: string;
  parentCode: string | null;
  unitCode: string | null;
  enabled: boolean;
}

export interface Grid {
  code: string;
  level: number;
  parentCode: string | null;
  leaderCode: string | null;
  regionCode: string | null;
  polygon: { type: 'Polygon'; coordinates: [number, number][][] } | null;
  enabled: boolean;
}

export interface Officer {
  code: string;
  /** The account it signs in with, where it is known. */
  subject: string | null;
  activeFrom: LocalDate;
  activeUntil: LocalDate | null;
}

/** Who serves an enterprise from a day on. */
export interface Serving {
  officerCode: string | null;
  gridCode: string | null;
}

export interface Directory {
  categories: ReadonlyMap<string, Category>;
  grids: ReadonlyMap<string, Grid>;
  officers: ReadonlyMap<string, Officer>;
  units: ReadonlyMap<string, { enabled: boolean }>;
  profiles: readonly ClockProfile[];
}

/** No tree of a park is deeper; a loop among parents ends here. */
const DEEPEST = 16;

function pathOf(code: string | null, parentOf: (code: string) => string | null): string[] {
  const path: string[] = [];
  for (let at = code; at !== null && path.length < DEEPEST; at = parentOf(at)) path.unshift(at);
  return path;
}

/** The codes from the root of the tree to the category; empty for none. */
export function categoryPath(directory: Directory, code: string | null): string[] {
  return pathOf(code, (at) => directory.categories.get(at)?.parentCode ?? null);
}

/** The codes from the zone to the grid; empty for none. */
export function gridPath(directory: Directory, code: string | null): string[] {
  return pathOf(code, (at) => directory.grids.get(at)?.parentCode ?? null);
}

/** True where the officer is in service on the day. */
export function isActive(officer: Officer | undefined, on: LocalDate): boolean {
  return officer !== undefined && officer.activeFrom <= on && (officer.activeUntil ?? on) >= on;
}
