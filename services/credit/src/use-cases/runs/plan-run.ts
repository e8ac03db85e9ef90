import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '@qinwu/platform/db/database';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { type CompiledModel, compileModel } from '../../rules/score/compile-model.ts';
import {
  insertRunVectors,
  listWithoutInputs,
  type StatisticsAsked,
  writeStatistics,
} from '../../store/runs/run-inputs.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { lockRun, saveRun } from '../../store/runs/runs.ts';
import { isSettled, planSlices } from '../../store/runs/slices.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { inputsAsKnown } from './inputs-as-known.ts';
import { askStep } from './run-step.ts';

/** Enterprises of a slice: a second's work, two megabytes. */
const SLICE = 10_000;
/** Enterprises whose inputs are laid out from their versions at once. */
const LAID_OUT = 500;
const SETTLES_WITHIN_MS = 4_000;
const LOOK_MS = 20;

/** How far planning is: the enterprise whose inputs were laid out last, and whether the run is planned. */
export interface Planned {
  readonly after: string;
  readonly done: boolean;
  /** Slices that wait for workers. */
  readonly slices: number;
}

/**
 * Takes a run one step nearer to its slices: waits until nothing known by the cut can still be committed, lays out
 * the inputs its percentiles need, takes them, and cuts the slices.
 */
export async function planRun(tx: Tx, id: string, after: string): Promise<Planned> {
  const run = await lockRun(tx, id);
  if (run.state !== 'PLANNING') return { after, done: true, slices: 0 };
  await untilSettled(tx, run.knownOn);
  const catalogue = await catalogueOf(tx, run.parkId, run.knownOn);
  const model = compileModel(readDocument(run.document));
  const asked = percentilesOf(model, catalogue);
  if (asked.indicators.length > 0) {
    const laid = await layOut(tx, run, { after, catalogue });
    if (laid !== null) return { after: laid, done: false, slices: 0 };
    // Inputs may have changed behind us since they were passed by: once more from the start.
    if ((await writeStatistics(tx, { ...run, precedence: catalogue.precedence }, asked)) > 0)
      return { after: '', done: false, slices: 0 };
  }
  const { enterprises, slices } = await planSlices(tx, run, SLICE);
  await saveRun(tx, id, { enterprises, slices, state: slices === 0 ? 'PUBLISHING' : 'SCORING' });
  if (slices === 0) await askStep(tx, run, 'publish');
  for (let slice = 0; slice < slices; slice++) await askStep(tx, run, 'slice', { slice });
  return { after, done: true, slices };
}

async function untilSettled(tx: Tx, knownOn: Date): Promise<void> {
  const until = performance.now() + SETTLES_WITHIN_MS;
  while (!(await isSettled(tx, knownOn))) {
    if (performance.now() > until) throw new Error('A transaction that began before the cut is still open.');
    await sleep(LOOK_MS);
  }
}

/** Lays out some inputs that are not there; returns the last enterprise's code, null where there were none. */
async function layOut(
  tx: Tx,
  run: RunRow,
  { after, catalogue }: { after: string; catalogue: ParkCatalogue },
): Promise<string | null> {
  const cut = { ...run, division: null, precedence: catalogue.precedence };
  const usccs = await listWithoutInputs(tx, cut, { after, limit: LAID_OUT });
  const { parkId: park, asOf, knownOn } = run;
  const laid = await inputsAsKnown(tx, { park, usccs, asOf, knownOn, catalogue });
  await insertRunVectors(
    tx,
    run.id,
    Array.from(laid, ([uscc, { slots, negatives }]) => ({ uscc, slots, negatives })),
  );
  return usccs.at(-1) ?? null;
}

/** What the percentiles of a model are taken of. */
function percentilesOf(
  { rules, stages, stageFrom, stageBy }: CompiledModel,
  { indicators }: ParkCatalogue,
): StatisticsAsked {
  const slotOf = (code: string): number => indicators.findIndex((one) => one.code === code) + 1;
  const compared = rules.filter(({ curves }) => curves.some(({ kind }) => kind === 'percentile'));
  return {
    indicators: compared.map(({ code }) => ({ code, slot: slotOf(code) })),
    stageSlot: slotOf(stageBy),
    stages,
    stageFrom,
  };
}
