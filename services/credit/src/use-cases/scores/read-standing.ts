import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { listCurrentRuns } from '../../store/runs/runs.ts';
import {
  findRank,
  listPastScores,
  listStanding,
  type ParkScores,
  type Ranked,
  type StandingRow,
} from '../../store/standing.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { type PastScore, readingRuns } from './past-scores.ts';

export interface StandingSearch {
  scheme: string;
  grade?: string | undefined;
  stage?: string | undefined;
  division?: string | undefined;
  /** In points of 1/10,000. */
  atLeast?: number | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the park's scores as they stand, the highest first. */
export async function searchStanding(
  deps: Deps,
  { park }: Actor,
  { limit, cursor, ...search }: StandingSearch,
): Promise<Page<StandingRow>> {
  const { scheme, grade, stage, division, atLeast } = search;
  const filter = { list: 'scores', ...search };
  const [total, uscc] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['integer', 'text']);
  const scores = await parkScores(deps, park, scheme);
  const after = total === undefined ? null : { total: Number(total), uscc: String(uscc) };
  const rows = await listStanding(deps.db, {
    ...scores,
    grade,
    stage,
    division,
    atLeast,
    after,
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.total, last.uscc], filter));
}

/** Where an enterprise stands in its park, its stage and its trade; refuses `score-missing`. */
export async function rankEnterprise(
  deps: Deps,
  actor: Actor,
  { uscc, scheme }: { uscc: string; scheme: string },
): Promise<Ranked> {
  await getEnterprise(deps, actor, uscc);
  const ranked = await findRank(deps.db, await parkScores(deps, actor.park, scheme), uscc);
  if (ranked !== null) return ranked;
  throw refuse('missing', 'score-missing', {
    zh: '该企业在此方案下还没有积分',
    en: 'The enterprise has no score under the scheme',
  });
}

/** A page of the scores an enterprise has had, the last first. */
export async function searchPastScores(
  deps: Deps,
  actor: Actor,
  {
    uscc,
    scheme,
    limit,
    cursor,
  }: { uscc: string; scheme: string; limit: number; cursor?: string | undefined },
): Promise<Page<PastScore>> {
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'past-scores', uscc, scheme };
  const [asOf, knownOn] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['date', 'instant']);
  const after = asOf === undefined ? null : { asOf: String(asOf), knownOn: String(knownOn) };
  const rows = await listPastScores(deps.db, { park: actor.park, scheme, uscc, after, limit: limit + 1 });
  const { items, next } = cutPage(rows, limit, (last) =>
    encodeCursor([last.asOf, last.knownOn.toISOString()], filter),
  );
  return { items: items.map(await readingRuns(deps, items)), next };
}

async function parkScores({ db }: Deps, park: string, scheme: string): Promise<ParkScores> {
  const runs = await listCurrentRuns(db.orm, park, [scheme]);
  return { park, scheme, run: runs.get(scheme) ?? null };
}
