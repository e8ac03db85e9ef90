/**
 * Who is responsible 派单建议: enterprise → its officer, point → the grid it lies in, category → its unit.
 * What nothing routes goes to the dispatcher's list with the reason; a person decides there.
 */
import type { LocalDate } from '@qinwu/domain/local-date';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { point, polygon } from '@turf/helpers';
import type { RoutedBy, UnroutedReason } from '../vocabulary.ts';
import { categoryPath, type Directory, type Grid, isActive, type Serving } from './directory.ts';

/** What is known of where and whom a grievance concerns; the point in WGS-84 degrees. */
export interface Clues {
  enterprise: string | null;
  serving: Serving | null;
  gridCode: string | null;
  point: { longitude: number; latitude: number } | null;
  categoryCode: string | null;
}

export interface Route {
  gridCode: string | null;
  officerCode: string | null;
  unitCode: string | null;
  routedBy: RoutedBy | null;
  unroutedReason: UnroutedReason | null;
}

/** The smallest grid that holds the point, or null outside all of them. */
export function gridAt(directory: Directory, at: { longitude: number; latitude: number }): Grid | null {
  const where = point([at.longitude, at.latitude]);
  const holding = [...directory.grids.values()].filter(
    (grid) =>
      grid.enabled &&
      grid.polygon !== null &&
      booleanPointInPolygon(where, polygon(grid.polygon.coordinates)),
  );
  return holding.toSorted((a, b) => b.level - a.level)[0] ?? null;
}

/** The unit of the category, or of the nearest one above it that has one. */
function unitOf(directory: Directory, categoryCode: string | null): string | null {
  const units = categoryPath(directory, categoryCode).map((at) => directory.categories.get(at)?.unitCode);
  const unit = units.findLast((each) => each !== null && each !== undefined) ?? null;
  return unit !== null && directory.units.get(unit)?.enabled === true ? unit : null;
}

function reasonOf(clues: Clues): UnroutedReason {
  if (clues.enterprise !== null) return 'enterprise-unserved';
  if (clues.point !== null) return 'point-outside-grids';
  return clues.categoryCode === null ? 'no-clue' : 'category-without-unit';
}

/** The route the clues give on that day. */
export function routeOf(clues: Clues, directory: Directory, on: LocalDate): Route {
  const active = (code: string | null | undefined): string | null =>
    code !== null && code !== undefined && isActive(directory.officers.get(code), on) ? code : null;
  const servedBy = active(clues.serving?.officerCode);
  const located = clues.point === null ? null : gridAt(directory, clues.point);
  const gridCode = clues.gridCode ?? clues.serving?.gridCode ?? located?.code ?? null;
  const leader = gridCode === null ? null : active(directory.grids.get(gridCode)?.leaderCode);
  const unitCode = unitOf(directory, clues.categoryCode);
  const officerCode = servedBy ?? leader;
  let routedBy: RoutedBy | null = null;
  if (servedBy !== null || (clues.serving?.gridCode ?? null) !== null) routedBy = 'enterprise';
  else if (gridCode !== null) routedBy = 'grid';
  else if (unitCode !== null) routedBy = 'category';
  const unroutedReason = routedBy === null ? reasonOf(clues) : null;
  return { gridCode, officerCode, unitCode, routedBy, unroutedReason };
}
