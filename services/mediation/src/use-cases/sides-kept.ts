import type { Deps } from '../deps.ts';
import type { CheckedPatch } from '../rules/intake.ts';
import { bringsAccounts, crossing, ensureNoneMediated, gone, type Left, sideKept } from '../rules/sides.ts';
import { hasConfidences, listGoneMediators } from '../store/confidences.ts';
import type { OpenedCase } from './open-case.ts';

/**
 * Who leaves a side by this correction after something was said on one, to be remembered; refuses who would come over,
 * from the other side or from the mediators, who hear both. Asked only of a correction that brings somebody, takes
 * somebody out or moves somebody, by whatever way.
 */
export async function ensureSidesKept(
  { db }: Deps,
  { row, content }: OpenedCase,
  { parties }: CheckedPatch,
): Promise<Left[]> {
  if (parties === undefined) return [];
  if (bringsAccounts(row.parties, parties)) {
    ensureNoneMediated(parties, await listGoneMediators(db, row.parkId, row.id));
  }
  const n = crossing(row.parties, parties, content?.left);
  const leaving = gone(row.parties, parties);
  const isMoved = n !== -1 || leaving.length > 0;
  if (!isMoved || !(await hasConfidences(db, row.parkId, row.id))) return [];
  if (n !== -1) throw sideKept(n);
  return leaving;
}
