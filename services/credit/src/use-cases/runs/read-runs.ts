import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { findById } from '../../store/records.ts';
import { type RunRow, scoreRun } from '../../store/runs/run-table.ts';
import { runsWhere } from '../../store/runs/runs.ts';
import type { RunState } from '../../vocabulary.ts';
import { searchRecords } from '../search-records.ts';

/** A run of the actor's park; refuses `run-missing`. */
export async function getRun({ db }: Deps, { park }: Actor, id: string): Promise<RunRow> {
  const run = await findById(db.orm, scoreRun, park, id);
  if (run !== null) return run;
  throw refuse('missing', 'run-missing', { zh: '评分批次不存在', en: 'There is no such score run' });
}

export interface RunSearch {
  scheme?: string | undefined;
  state?: RunState | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the park's runs, the newest first. */
export async function searchRuns(
  deps: Deps,
  actor: Actor,
  { scheme, state, limit, cursor }: RunSearch,
): Promise<Page<RunRow>> {
  const filter = { list: 'score-runs', scheme, state };
  return searchRecords(deps, actor, scoreRun, { limit, cursor, filter, where: runsWhere({ scheme, state }) });
}
