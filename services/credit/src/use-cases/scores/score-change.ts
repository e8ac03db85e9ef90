import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { type PartChange, partChanges } from '../../rules/compare/part-changes.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { compileModel } from '../../rules/score/compile-model.ts';
import { listPastScores, type PastRow } from '../../store/standing.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { getModel } from '../models/read-models.ts';
import { type PastScore, readingRuns } from './past-scores.ts';

export interface ScoreChange {
  readonly before: PastScore;
  readonly after: PastScore;
  readonly changes: readonly PartChange[];
}

/** Scores looked through for one that was made of something else; nightly runs mostly repeat the last one. */
const LOOKED_THROUGH = 400;

/** What the last score of an enterprise owes to what changed: against the last one of other inputs or another model. */
export async function findScoreChange(
  deps: Deps,
  actor: Actor,
  { uscc, scheme }: { uscc: string; scheme: string },
): Promise<ScoreChange> {
  await getEnterprise(deps, actor, uscc);
  const of = { park: actor.park, scheme, uscc, after: null, limit: LOOKED_THROUGH };
  const [after, ...earlier] = await listPastScores(deps.db, of);
  const before = earlier.find(
    ({ inputHash, modelId }) => inputHash !== after?.inputHash || modelId !== after.modelId,
  );
  if (after === undefined || before === undefined) throw unchanged();
  const [was, is, told] = await Promise.all([
    partsOf(deps, actor, before),
    before.modelId === after.modelId ? null : partsOf(deps, actor, after),
    readingRuns(deps, [before, after]),
  ]);
  const now = is ?? new Map([...was.keys()].map((code, at) => [code, after.parts[at] ?? null]));
  return { before: told(before), after: told(after), changes: partChanges(was, now) };
}

async function partsOf(
  deps: Deps,
  actor: Actor,
  { modelId, parts }: PastRow,
): Promise<Map<string, number | null>> {
  const { document } = await getModel(deps, actor, modelId);
  const { rules, negatives } = compileModel(readDocument(document));
  return new Map([...rules, ...negatives].map(({ code }, at) => [code, parts[at] ?? null]));
}

function unchanged(): Error {
  return refuse('missing', 'score-unchanged', {
    zh: '该企业的积分没有可比的变动',
    en: 'The enterprise has no two scores that differ in what they were made of',
  });
}
