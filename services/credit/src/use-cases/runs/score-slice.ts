import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Tx } from '@qinwu/platform/db/database';
import { giveBack } from '@qinwu/platform/db/lent-bytes';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { openTally } from '../../rules/runs/tally.ts';
import type { KeptVector, VectorScorer } from '../../rules/score/score-vector.ts';
import type { SliceTally } from '../../run-shapes.ts';
import { readCopied } from '../../store/runs/copied-inputs.ts';
import { copySliceInputs } from '../../store/runs/run-inputs.ts';
import { deleteScores, openRunScores } from '../../store/runs/run-scores.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { countSlice } from '../../store/runs/runs.ts';
import { findSlice, saveTally } from '../../store/runs/slices.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { inputsAsKnown } from './inputs-as-known.ts';
import { scorerOfRun } from './run-scorer.ts';
import { askStep } from './run-step.ts';

/** Enterprises scored in one go: requests to the same process are answered in between. */
const IN_ONE_GO = 1_000;
/** Enterprises whose inputs are laid out from their versions at once. */
const LAID_OUT = 500;

/** Scores one slice of a run and puts the scores down; the last one asks for the run to be published. */
export async function scoreSlice(tx: Tx, run: RunRow, number: number): Promise<void> {
  if (run.state !== 'SCORING') return;
  const slice = await findSlice(tx, run.id, number);
  if (slice.done) return;
  const catalogue = await catalogueOf(tx, run.parkId, run.knownOn);
  const scorer = await scorerOfRun(tx, run, catalogue);
  const bytes = await copySliceInputs({ ...run, precedence: catalogue.precedence }, slice);
  const tally = await scoreAll(run, scorer, {
    bytes,
    slots: catalogue.indicators.length,
    laidOut: await layOutMissing(tx, run, { bytes, catalogue }),
    enterprises: slice.enterprises,
  });
  giveBack(bytes);
  await saveTally(tx, run.id, number, tally);
  const counted = await countSlice(tx, run.id, tally.scored);
  // The run was cancelled meanwhile, and whoever clears it may have passed here already.
  if (counted === null) await deleteScores(tx, run.id, slice);
  if (counted?.isLast) await askStep(tx, run, 'publish');
}

type LaidOut = ReadonlyMap<string, Pick<KeptVector, 'slots' | 'negatives'>>;

/** The inputs of those for whom none are kept that hold for the cut. */
async function layOutMissing(
  tx: Tx,
  run: RunRow,
  { bytes, catalogue }: { bytes: Buffer; catalogue: ParkCatalogue },
): Promise<LaidOut> {
  const usccs: string[] = [];
  for (const { uscc, hasInputs } of readCopied(bytes, 0)) if (!hasInputs) usccs.push(uscc);
  const laidOut = new Map<string, Pick<KeptVector, 'slots' | 'negatives'>>();
  const { parkId: park, asOf, knownOn } = run;
  for (let from = 0; from < usccs.length; from += LAID_OUT) {
    const piece = usccs.slice(from, from + LAID_OUT);
    const laid = await inputsAsKnown(tx, { park, usccs: piece, asOf, knownOn, catalogue });
    for (const [uscc, inputs] of laid) laidOut.set(uscc, inputs);
  }
  return laidOut;
}

interface SliceInputs {
  readonly bytes: Buffer;
  /** How many slots the catalogue of the cut has: a vector with fewer has nothing in the rest. */
  readonly slots: number;
  readonly laidOut: LaidOut;
  readonly enterprises: number;
}

/** Scores everybody in the order of their codes and puts the scores down; returns what they come to. */
async function scoreAll(
  run: RunRow,
  scorer: VectorScorer,
  { bytes, slots, laidOut, enterprises }: SliceInputs,
): Promise<SliceTally> {
  const tally = openTally(scorer.model);
  const scores = openRunScores(enterprises);
  let done = 0;
  for (const read of readCopied(bytes, slots)) {
    const vector = read.hasInputs ? read : { ...NOTHING, ...laidOut.get(read.uscc), industry: read.industry };
    const scored = scorer.score(vector);
    tally.add(scored);
    scores.add(read, scorer.hash(vector), scored?.stage ?? null, scored?.score ?? null);
    if (++done % IN_ONE_GO === 0) await yieldToOthers();
  }
  return tally.close(await scores.write(run.id));
}

const NOTHING: Pick<KeptVector, 'slots' | 'negatives'> = { slots: [], negatives: {} };
