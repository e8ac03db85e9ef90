import { hash } from 'node:crypto';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { runReport, stabilityOf } from '../../rules/runs/run-report.ts';
import { addTallies } from '../../rules/runs/tally.ts';
import { compileModel } from '../../rules/score/compile-model.ts';
import type { RunMoves } from '../../run-shapes.ts';
import { listInForce } from '../../store/models.ts';
import { compareRuns } from '../../store/runs/run-scores.ts';
import type { RunRow } from '../../store/runs/run-table.ts';
import { flipCurrent, lockRun, standingRun } from '../../store/runs/runs.ts';
import { listTallies } from '../../store/runs/slices.ts';
import { askStep, recordStep, SYSTEM } from './run-step.ts';

/** Publishes a run whose slices are all done: its report, and the pointer to the park's scores where they are its now. */
export async function publishRun(deps: Deps, tx: Tx, id: string): Promise<void> {
  const run = await lockRun(tx, id);
  if (run.state !== 'PUBLISHING') return;
  const at = deps.clock.now();
  const tallies = await listTallies(tx, id);
  const total = addTallies(tallies);
  const standing = await standingRun(tx, run);
  const codes = codesOf(run);
  const moves = standing === null ? null : await movesOf(tx, run, { standing, parts: total.parts, codes });
  const report = runReport(run, total, codes, moves);
  const resultHash = hash('sha256', tallies.map((tally) => tally.hash).join('\n'), 'hex');
  const isCurrent = (await mayBeCurrent(tx, run)) && (await flipCurrent(tx, run, standing));
  const currentAt = isCurrent ? at : null;
  const change = { resultHash, enterprises: run.enterprises, scored: total.scored, current: isCurrent };
  const fields = { resultHash, report, publishedAt: at, currentAt, previousRun: standing?.id ?? null };
  const ended = { ...fields, state: 'PUBLISHED', endedAt: at } as const;
  await recordStep(tx, run, { at, actor: SYSTEM, action: 'published', change }, ended);
  if (isCurrent) await askStep(tx, run, 'announce');
  await askStep(tx, run, 'clear');
  deps.log.info({ run: id, ...change }, 'score run published');
}

/** A trial of another model than the one in force, or of one division, is nobody's score. */
async function mayBeCurrent(tx: Tx, run: RunRow): Promise<boolean> {
  const { parkId, asOf, scheme, modelId, division, trial } = run;
  if (trial || division !== null) return false;
  const models = await listInForce(tx, parkId, asOf);
  return models.some((model) => model.scheme === scheme && model.id === modelId);
}

interface Compared {
  readonly standing: RunRow;
  readonly parts: readonly (readonly number[])[];
  readonly codes: readonly string[];
}

async function movesOf(tx: Tx, run: RunRow, { standing, parts, codes }: Compared): Promise<RunMoves> {
  const moves = await compareRuns(tx, { run: run.id, before: standing.id, ranked: run.trial });
  return { ...moves, stability: stabilityOf(standing.report?.parts ?? [], parts, codes) };
}

function codesOf({ document }: RunRow): string[] {
  return compileModel(readDocument(document)).rules.map(({ code }) => code);
}
