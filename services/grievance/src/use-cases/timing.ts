import type { Deps } from '../deps.ts';
import type { Timing } from '../rules/clock-moves.ts';
import { categoryPath, type Directory } from '../rules/directory.ts';

/** What clock decisions about a case of this category need. */
export function timingOf(
  { calendar }: Deps,
  directory: Directory,
  categoryCode: string | null,
  now: Date,
): Timing {
  return { now, calendar, profiles: directory.profiles, categoryPath: categoryPath(directory, categoryCode) };
}
