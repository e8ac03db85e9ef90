import type { Caller } from '@qinwu/domain/caller';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { ensureOpen, ensureRunsCase } from '../rules/speaker.ts';
import type { Mode } from '../vocabulary.ts';
import { commitCase } from './commit-case.ts';
import { openCase, type Present } from './open-case.ts';

/** Sets who sits at the table 调解方式, and the grid of the dispute. */
export async function setMode<A>(
  deps: Deps,
  caller: Caller,
  input: { id: string; mode: Mode; gridCode: string | null; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { id, mode, gridCode, ifMatch } = input;
  const found = await openCase(deps, caller.actor, id);
  ensureVersion(found.row, ifMatch);
  ensureRunsCase(found.standing);
  ensureOpen(found.row);
  const set = { mode, gridCode };
  return commitCase(deps, caller, found, { action: 'mode-set', set, change: set }, present);
}
