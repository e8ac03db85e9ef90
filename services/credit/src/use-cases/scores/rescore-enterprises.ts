import { scoreChanged } from '@qinwu/contracts/events/credit';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { decimalTextOrNull } from '../../rules/explain/decimal-text.ts';
import { ENGINE } from '../../rules/score/score.ts';
import type { VectorScorer } from '../../rules/score/score-vector.ts';
import { type KeptInputs, readInputs } from '../../store/input-vectors.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { listInForce } from '../../store/models.ts';
import type { NewRescore } from '../../store/rescore-table.ts';
import { insertRescores } from '../../store/rescores.ts';
import { listCurrentRuns } from '../../store/runs/runs.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { refreshInputs } from '../inputs/lay-out-inputs.ts';
import { statisticsOf } from '../runs/run-scorer.ts';
import { NO_STATISTICS, scorerOf } from './scorer-of.ts';
import { standingScores } from './standing-scores.ts';

/**
 * Scores enterprises for today by every model in force, as what is known of them stands, and announces the scores that
 * are others than before. The same inputs lead to the same row: done twice, it is written and announced once.
 */
export async function rescoreEnterprises(
  deps: Deps,
  tx: Tx,
  { park, usccs, traceparent }: { park: string; usccs: readonly string[]; traceparent?: string | undefined },
): Promise<void> {
  const now = deps.clock.now();
  const asOf = localDateOf(now);
  const models = await listInForce(tx, park, asOf);
  if (models.length === 0) return;
  // After the models: whatever one in force reads has its slot by then.
  const catalogue = await catalogueOf(tx, park);
  const inputs = await exactInputs(tx, { park, usccs, asOf, precedence: catalogue.precedence });
  const runs = await listCurrentRuns(
    tx,
    park,
    models.map(({ scheme }) => scheme),
  );
  const last = await standingScores(tx, { park, usccs, runs });
  const rows: NewRescore[] = [];
  for (const model of models) {
    const run = runs.get(model.scheme)?.id ?? null;
    const statistics = run === null ? NO_STATISTICS : await statisticsOf(tx, run);
    const scorer = scorerOf(model, { catalogue, statistics });
    rows.push(...inputs.map((one) => rescored(park, model, { inputs: one, scorer, asOf, run })));
  }
  const written = new Set((await insertRescores(tx, rows)).map(({ uscc, scheme }) => `${uscc} ${scheme}`));
  const versionOf = new Map(models.map(({ id, modelVersion }) => [id, modelVersion]));
  const events = rows.flatMap((row): OutboxRow[] => {
    const before = last.get(`${row.uscc} ${row.scheme}`);
    const isSame = before?.total === row.total && before?.grade === row.grade;
    if (isSame || !written.has(`${row.uscc} ${row.scheme}`)) return [];
    return deps.announce(scoreChanged, {
      park,
      subject: row.uscc,
      sequence: row.knownOn.getTime(),
      time: now,
      traceparent,
      data: {
        uscc: row.uscc,
        scheme: row.scheme,
        modelVersion: versionOf.get(row.modelId) ?? '',
        asOf,
        total: decimalTextOrNull(row.total),
        grade: row.grade,
        previousTotal: decimalTextOrNull(before?.total ?? null),
        previousGrade: before?.grade ?? null,
        runId: null,
      },
    });
  });
  await publish(tx, events);
  deps.log.debug({ enterprises: inputs.length, models: models.length, changed: events.length }, 'rescored');
}

/** What is kept, made to hold for the day where a value began or ended since, or sources go in another order. */
async function exactInputs(
  tx: Tx,
  of: { park: string; usccs: readonly string[]; asOf: LocalDate; precedence: number },
): Promise<KeptInputs[]> {
  const kept = await readInputs(tx, of);
  const stale = kept.filter(({ exact }) => !exact).map(({ uscc }) => uscc);
  if (stale.length === 0) return kept;
  await refreshInputs(tx, of.park, stale, of.asOf);
  return readInputs(tx, of);
}

interface Rescoring {
  readonly inputs: KeptInputs;
  readonly scorer: VectorScorer;
  readonly asOf: LocalDate;
  /** The run whose percentiles the scorer reads. */
  readonly run: string | null;
}

function rescored(park: string, model: ModelRow, { inputs, scorer, asOf, run }: Rescoring): NewRescore {
  const scored = scorer.score(inputs);
  return {
    parkId: park,
    uscc: inputs.uscc,
    modelId: model.id,
    scheme: model.scheme,
    asOf,
    knownOn: inputs.updatedAt,
    stage: scored?.stage ?? null,
    total: scored?.score.total ?? null,
    grade: scored?.score.grade ?? null,
    division: inputs.industry,
    parts: scored?.score.parts ?? [],
    missing: scored?.score.missing ?? [],
    inputHash: scorer.hash(inputs),
    engine: ENGINE,
    statisticsRun: scorer.usesStatistics ? run : null,
  };
}
