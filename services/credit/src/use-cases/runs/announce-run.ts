import { scoreChanged } from '@qinwu/contracts/events/credit';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { decimalTextOrNull } from '../../rules/explain/decimal-text.ts';
import { type ChangedScore, listChanged } from '../../store/runs/run-scores.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { saveRun } from '../../store/runs/runs.ts';
import { findSlice } from '../../store/runs/slices.ts';

/** Events of one transaction: the relay takes them up while the next are written. */
const PIECE = 1_000;

/** How far announcing is: the slice in hand, and the enterprise announced last. */
export interface Announced {
  readonly slice: number;
  readonly after: string;
  readonly done: boolean;
}

/** Announces the next piece of a run's scores that are others than before. */
export async function announceRun(
  deps: Deps,
  tx: Tx,
  run: RunRow,
  { slice, after }: Omit<Announced, 'done'>,
): Promise<Announced> {
  if (slice < run.slices) {
    const range = await findSlice(tx, run.id, slice);
    const changed = await listChanged(tx, run, { ...range, after, limit: PIECE });
    const events = changed.flatMap((one) => deps.announce(scoreChanged, eventOf(deps, run, one)));
    await publish(tx, events);
    const isWhole = changed.length < PIECE;
    return { slice: isWhole ? slice + 1 : slice, after: changed.at(-1)?.uscc ?? after, done: false };
  }
  await saveRun(tx, run.id, { announcedAt: deps.clock.now() });
  return { slice, after, done: true };
}

function eventOf(deps: Deps, run: RunRow, changed: ChangedScore) {
  const { uscc, total, grade, previousTotal, previousGrade } = changed;
  const { parkId: park, scheme, modelVersion, asOf, knownOn, id: runId } = run;
  return {
    park,
    subject: uscc,
    sequence: knownOn.getTime(),
    time: deps.clock.now(),
    data: {
      uscc,
      scheme,
      modelVersion,
      asOf,
      total: decimalTextOrNull(total),
      grade,
      previousTotal: decimalTextOrNull(previousTotal),
      previousGrade,
      runId,
    },
  };
}
