import { hash } from 'node:crypto';
import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { type KeptAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import { drawSample, LARGEST_BATCH, type SampleSize } from '../rules/visit-sample.ts';
import { listUnverified } from '../store/visit-grievances.ts';
import { findStrictestFailure, saveSample } from '../store/visit-samples.ts';
import type { SampleRow } from '../store/visit-tables.ts';

export interface Draw {
  visitedFrom: string;
  visitedTo: string;
  size: SampleSize;
  seed: string;
}

/** Draws a sample of what was put right on the spot in these days; every draw leaves a ledger entry of its own. */
export async function drawVisitSample<A>(
  deps: Deps,
  { actor, now }: Caller,
  { visitedFrom, visitedTo, size, seed }: Draw,
  present: (sample: SampleRow) => { answer: A; kept: KeptAnswer | undefined },
): Promise<A> {
  return inTransaction(deps.db, async (tx) => {
    const days = { park: actor.park, from: visitedFrom, to: visitedTo };
    const batch = await listUnverified(tx, { ...days, verifier: actor.id, limit: LARGEST_BATCH + 1 });
    const failed = await findStrictestFailure(tx, actor.park, batch);
    const rankOf = (id: string): string => hash('sha256', `${seed}\n${id}`);
    const sampled = drawSample(batch, size, { failed, rankOf });
    const id = newId();
    const step = { park: actor.park, caseKind: 'verification-sample', caseId: id, at: now, actor: actor.id };
    const change = { seed, visitedFrom, visitedTo, size, batch, sampled };
    const entry = makeEntry({ ...step, action: 'drawn', change }, null);
    const row: SampleRow = {
      id,
      parkId: actor.park,
      version: entry.seq,
      ledgerHash: entry.hash,
      seed,
      visitedFrom,
      visitedTo,
      batch: [...batch],
      sampled,
      passed: [],
      outcome: 'open',
      drawnBy: actor.id,
      drawnAt: now,
      decidedAt: null,
    };
    await saveSample(tx, row);
    await writeEntries(tx, [entry]);
    const { answer, kept } = present(row);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
}
