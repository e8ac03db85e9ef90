import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../../deps.ts';
import { effectiveValues } from '../../rules/inputs/effective-values.ts';
import { inputVector } from '../../rules/inputs/input-vector.ts';
import { findIndustry } from '../../store/input-vectors.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { listEffective } from '../../store/values.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { documentsOf } from '../inputs/documents-of.ts';
import { ensureKnowable } from '../inputs/read-values.ts';
import { explainScore, type Trial } from '../models/explain-score.ts';
import { noModel } from '../models/read-models.ts';
import { type Goal, targetOf } from '../money/target-of.ts';
import { statisticsOf } from '../runs/run-scorer.ts';
import { basisOf } from './score-basis.ts';
import { NO_STATISTICS, scorerOf } from './scorer-of.ts';

export interface ScoreQuery {
  uscc: string;
  scheme: string;
  /** Today where it is null. */
  asOf: LocalDate | null;
  /** As everything stands now where it is null. */
  knownOn: Date | null;
  /** Nothing is to be reached where it is null, and nothing is looked for. */
  goal: Goal | null;
}

export interface EnterpriseScore {
  uscc: string;
  asOf: LocalDate;
  knownOn: Date | null;
  trial: Trial;
  /** The values that counted, in the order of their codes. */
  inputs: ValueRow[];
  /** SHA-256 in hex over everything the score hangs on. */
  inputHash: string;
  /** The run whose percentiles were read, null where none were. */
  statisticsRun: string | null;
}

/**
 * The score of an enterprise for a day as it was known at an instant, by the model then in force, with its explanation;
 * worked out from the versions of its values, so that any old one can be had again.
 */
export async function scoreEnterprise(
  deps: Deps,
  { actor, now }: { actor: Actor; now: Date },
  { uscc, scheme, asOf: day, knownOn, goal }: ScoreQuery,
): Promise<EnterpriseScore> {
  const asOf = day ?? localDateOf(now);
  ensureHappened({ now }, '/asOf', asOf);
  ensureKnowable(knownOn, now);
  await getEnterprise(deps, actor, uscc);
  const { park } = actor;
  const [{ model: row, run }, values, division, documents, catalogue] = await Promise.all([
    basisOf(deps, { park, uscc, scheme, asOf, knownOn }),
    listEffective(deps.db.orm, { park, usccs: [uscc], asOf, knownOn }),
    findIndustry(deps.db, { park, uscc, knownOn }),
    documentsOf(deps.db.orm, { park, usccs: [uscc], knownOn }),
    catalogueOf(deps.db.orm, park, knownOn),
  ]);
  if (row === null) throw noModel();
  const statistics = run === null ? NO_STATISTICS : await statisticsOf(deps.db.orm, run);
  const scorer = scorerOf(row, { catalogue, statistics });
  const effective = effectiveValues(values, catalogue.indicators);
  const counting = { values, documents: documents.get(uscc) ?? [] };
  const laid = inputVector(counting, catalogue.indicators, asOf);
  const trial = explainScore(
    row,
    { model: scorer.model, catalogue },
    {
      values: new Map(Array.from(effective, ([code, { value }]) => [code, value])),
      negatives: new Map(Object.entries(laid.negatives)),
      division,
      target: goal === null ? null : await targetOf(deps, actor, goal, scorer.model),
    },
  );
  if (trial === null) throw stageUnknown();
  const inputs = [...effective.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const inputHash = scorer.hash({ ...laid, industry: division });
  const statisticsRun = scorer.usesStatistics ? run : null;
  return { uscc, asOf, knownOn, trial, inputs, inputHash, statisticsRun };
}

function stageUnknown(): Error {
  return refuse('conflict', 'stage-unknown', {
    zh: '缺少划分发展阶段的指标，不能评分',
    en: 'Without the value its stage hangs on, the enterprise cannot be scored',
  });
}
