import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { findOptionalRun, listRuns } from '../../store/runs/runs.ts';
import type { RunState } from '../../vocabulary.ts';

/** A run of the actor's park; refuses `run-missing`. */
export async function getRun({ db }: Deps, { park }: Actor, id: string): Promise<RunRow> {
  const run = await findOptionalRun(db.orm, park, id);
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
  { park }: Actor,
  { scheme, state, limit, cursor }: RunSearch,
): Promise<Page<RunRow>> {
  const filter = { list: 'score-runs', scheme, state };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listRuns(deps.db, {
    park,
    scheme,
    state,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}
