import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../deps.ts';
import { allowedActions } from '../rules/guards.ts';
import type { Action } from '../rules/lifecycle.ts';
import { reachOf } from '../rules/reach.ts';
import type { ClockRow } from '../store/clock-table.ts';
import { type FoundGrievance, findOptionalGrievance } from '../store/find-grievance.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import { openReporter, type ReporterFields } from './reporter-secrets.ts';

/** A grievance with all an answer shows of it. */
export interface GrievanceCase {
  row: GrievanceRow;
  clocks: ClockRow[];
  /** In clear text; the edge masks it. Null once erased. */
  reporter: ReporterFields | null;
  allowedActions: Action[];
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type Present<A> = (
  done: GrievanceCase,
  dek: Buffer | null,
) => { answer: A; kept: KeptAnswer | undefined };

/** A grievance as it was read, with its key opened. */
export interface OpenedGrievance extends FoundGrievance {
  dek: Buffer | null;
}

/** Reads a grievance within the actor's reach; refuses `grievance-missing`. */
export async function readGrievance(deps: Deps, actor: Actor, id: string): Promise<OpenedGrievance> {
  const found = await findOptionalGrievance(deps.db, actor.park, id, reachOf(actor));
  if (found === null) {
    throw refuse('missing', 'grievance-missing', { zh: '诉求不存在', en: 'There is no such grievance' });
  }
  return { ...found, dek: found.wrapped === null ? null : deps.keyring.unwrap(id, found.wrapped) };
}

/** Puts together what an answer shows; the reporter is opened unless the caller still has it in clear. */
export function caseOf(
  deps: Deps,
  actor: Actor,
  found: { row: GrievanceRow; clocks: ClockRow[]; dek: Buffer | null; reporter?: ReporterFields },
): GrievanceCase {
  const { row, clocks, dek } = found;
  return {
    row,
    clocks,
    reporter: found.reporter ?? openReporter(deps.keyring, dek, row.id, row),
    allowedActions: allowedActions(row, actor),
  };
}
