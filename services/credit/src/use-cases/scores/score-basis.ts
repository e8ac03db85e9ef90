import type { LocalDate } from '@qinwu/domain/local-date';
import type { Deps } from '../../deps.ts';
import { type ModelRow, scoreModel } from '../../store/model-table.ts';
import { findInForce } from '../../store/models.ts';
import { findById } from '../../store/records.ts';
import { findRescore } from '../../store/rescores.ts';
import { findStatisticsRun } from '../../store/runs/runs.ts';

/** What an enterprise is scored by besides its inputs. */
export interface ScoreBasis {
  /** Null where none applies. */
  readonly model: ModelRow | null;
  /** The run whose percentiles count, null where there is none. */
  readonly run: string | null;
}

export interface ScoreAsked {
  readonly park: string;
  readonly uscc: string;
  readonly scheme: string;
  readonly asOf: LocalDate;
  readonly knownOn: Date | null;
}

/**
 * The basis of a score for a day as it was known at an instant. One that was stored for just these keeps its own: it
 * was worked out some moments after its instant, and a model or a run may have been published in between.
 */
export async function basisOf({ db }: Deps, asked: ScoreAsked): Promise<ScoreBasis> {
  const { park, asOf, knownOn } = asked;
  const [inForce, run, alone] = await Promise.all([
    findInForce(db, asked),
    findStatisticsRun(db, asked),
    knownOn === null ? null : findRescore(db.orm, { ...asked, knownOn }),
  ]);
  const isOfCut = run?.asOf === asOf && run.knownOn.getTime() === knownOn?.getTime();
  const stored = isOfCut ? { modelId: run.modelId, statisticsRun: run.id } : alone;
  if (stored === null) return { model: inForce, run: run?.id ?? null };
  const { modelId, statisticsRun } = stored;
  const model = modelId === inForce?.id ? inForce : await findById(db.orm, scoreModel, park, modelId);
  return { model, run: statisticsRun };
}
