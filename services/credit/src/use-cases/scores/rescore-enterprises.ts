import { scoreChanged } from '@qinwu/contracts/events/credit';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { ENGINE } from '../../rules/score/score.ts';
import type { Statistics } from '../../rules/score/statistics.ts';
import { type KeptInputs, readInputs } from '../../store/input-vectors.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { listInForce } from '../../store/models.ts';
import type { NewRescore } from '../../store/rescore-table.ts';
import { insertRescores, listLastRescores } from '../../store/rescores.ts';
import { refreshInputs } from '../inputs/lay-out-inputs.ts';
import { scorerOf } from './scorer-of.ts';

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
  const inputs = await exactInputs(tx, { park, usccs, asOf });
  const last = new Map(
    (await listLastRescores(tx, park, usccs)).map((row) => [`${row.uscc} ${row.scheme}`, row]),
  );
  const rows = models.flatMap((model) => inputs.map((one) => rescored(park, model, one, asOf)));
  const written = new Set((await insertRescores(tx, rows)).map(({ uscc, scheme }) => `${uscc} ${scheme}`));
  const versionOf = new Map(models.map(({ id, modelVersion }) => [id, modelVersion]));
  const sequenceOf = new Map(inputs.map(({ uscc, version }) => [uscc, version]));
  const events = rows.flatMap((row): OutboxRow[] => {
    const before = last.get(`${row.uscc} ${row.scheme}`);
    const isSame = before?.total === row.total && before?.grade === row.grade;
    if (isSame || !written.has(`${row.uscc} ${row.scheme}`)) return [];
    return deps.announce(scoreChanged, {
      park,
      subject: row.uscc,
      sequence: sequenceOf.get(row.uscc) ?? 0,
      time: now,
      traceparent,
      data: {
        uscc: row.uscc,
        scheme: row.scheme,
        modelVersion: versionOf.get(row.modelId) ?? '',
        asOf,
        total: pointsText(row.total),
        grade: row.grade,
        previousTotal: pointsText(before?.total ?? null),
        previousGrade: before?.grade ?? null,
        runId: null,
      },
    });
  });
  await publish(tx, events);
  deps.log.debug({ enterprises: inputs.length, models: models.length, changed: events.length }, 'rescored');
}

/** What is kept, made to hold for the day where a value began or ended since. */
async function exactInputs(
  tx: Tx,
  of: { park: string; usccs: readonly string[]; asOf: LocalDate },
): Promise<KeptInputs[]> {
  const kept = await readInputs(tx, of);
  const stale = kept.filter(({ exact }) => !exact).map(({ uscc }) => uscc);
  if (stale.length === 0) return kept;
  await refreshInputs(tx, of.park, stale, of.asOf);
  return readInputs(tx, of);
}

const NO_STATISTICS: Statistics = [];

function rescored(park: string, model: ModelRow, inputs: KeptInputs, asOf: LocalDate): NewRescore {
  const scorer = scorerOf(model, NO_STATISTICS);
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
    statisticsRun: null,
  };
}

function pointsText(points: number | null): string | null {
  return points === null ? null : decimalText(points);
}
