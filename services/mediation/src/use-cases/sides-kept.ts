import type { Deps } from '../deps.ts';
import type { CheckedPatch } from '../rules/intake.ts';
import { crossing, gone, type Left, sideKept } from '../rules/sides.ts';
import { hasConfidences } from '../store/confidences.ts';
import type { OpenedCase } from './open-case.ts';

/**
 * Who leaves a side by this correction after something was said on one, to be remembered; refuses who would come over.
 * Asked only of a correction that takes somebody out or moves somebody, by whatever way.
 */
export async function ensureSidesKept(
  { db }: Deps,
  { row, content }: OpenedCase,
  { parties }: CheckedPatch,
): Promise<Left[]> {
  if (parties === undefined) return [];
  const n = crossing(row.parties, parties, content?.left);
  const leaving = gone(row.parties, parties);
  const isMoved = n !== -1 || leaving.length > 0;
  if (!isMoved || !(await hasConfidences(db, row.parkId, row.id))) return [];
  if (n !== -1) throw sideKept(n);
  return leaving;
}
