import type { Caller } from '@qinwu/domain/caller';
import { type DomainError, type FieldError, fieldRule, isDomainError, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { type KeptAnswer, keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import type { Move } from '../rules/action-bodies.ts';
import { decideMove } from '../rules/decide-move.ts';
import type { Directory } from '../rules/directory.ts';
import { sampleOutcome } from '../rules/visit-sample.ts';
import type { FoundGrievance } from '../store/find-grievance.ts';
import { lockGrievances } from '../store/visit-grievances.ts';
import { lockSample, saveSample } from '../store/visit-samples.ts';
import type { SampleRow } from '../store/visit-tables.ts';
import { announceFacts } from './announce-facts.ts';
import { changedRow, clockRows } from './commit-decision.ts';
import { timingOf } from './timing.ts';
import { type WrittenGrievance, writeGrievances } from './write-grievances.ts';

export interface Verification {
  grievanceIds: readonly string[];
  outcome: 'passed' | 'failed';
  note: string;
  documents?: string[] | undefined;
  /** The sample these were drawn for. */
  sample?: string | undefined;
}

/** What a verification wrote: the records looked at, and those the sample spoke for. */
export interface Verified {
  looked: readonly WrittenGrievance[];
  spokenFor: readonly WrittenGrievance[];
  sample: SampleRow | null;
}

interface Judging {
  deps: Deps;
  caller: Caller;
  directory: Directory;
}

/**
 * Verifies many at once, all or none: what passed is written off, what failed is to be done again. The last pass of
 * a sample writes off the rest of its batch, its first failure ends it and leaves the rest to be verified otherwise.
 */
export async function verifyVisits<A>(
  deps: Deps,
  caller: Caller,
  verification: Verification,
  present: (verified: Verified) => { answer: A; kept: KeptAnswer | undefined },
): Promise<A> {
  const { park } = caller.actor;
  const judging = { deps, caller, directory: await deps.directories.of(park) };
  const answer = await inTransaction(deps.db, async (tx) => {
    const before = await openSample(tx, park, verification);
    const looked = await lookAt(tx, judging, verification);
    const sample = before === null ? null : afterLook(before, verification, caller.now);
    const spokenFor = sample?.outcome === 'passed' ? await speakFor(tx, judging, sample, verification) : [];
    await writeGrievances(tx, park, [...looked, ...spokenFor]);
    const saved = sample === null ? null : await writeSample(tx, caller, sample, verification, spokenFor);
    const { answer, kept } = present({ looked, spokenFor, sample: saved });
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
  deps.log.info(
    { verified: verification.grievanceIds.length, outcome: verification.outcome },
    'visits verified',
  );
  return answer;
}

async function openSample(
  tx: Tx,
  park: string,
  { sample, grievanceIds }: Verification,
): Promise<SampleRow | null> {
  if (sample === undefined) return null;
  const row = await lockSample(tx, park, sample);
  if (row === null) {
    throw fieldRule('/sample', 'sample-missing', { zh: '没有这次抽样', en: 'There is no such sample' });
  }
  if (row.outcome !== 'open') {
    throw refuse('conflict', 'sample-decided', { zh: '该抽样已有结论', en: 'The sample is decided already' });
  }
  const strangers = grievanceIds.flatMap((id, index): FieldError[] =>
    row.sampled.includes(id)
      ? []
      : [
          {
            pointer: `/grievanceIds/${index}`,
            code: 'not-sampled',
            detail: { zh: '不在抽样名单中', en: 'was not drawn' },
          },
        ],
  );
  if (strangers.length > 0) throw refusedTogether('rule', strangers);
  return row;
}

function refusedTogether(kind: DomainError['kind'], errors: readonly FieldError[]): DomainError {
  const title = { zh: '有诉求不能核验，均未写入', en: 'Some cannot be verified: nothing was written' };
  return refuse(kind, 'verification-refused', title, { errors });
}

function moveOf({ outcome, note, documents }: Verification): Move {
  if (outcome === 'failed') return { action: 'redo', body: { reason: note } };
  return { action: 'write-off', body: { statement: note, documents } };
}

function judge({ deps, caller, directory }: Judging, found: FoundGrievance, move: Move): WrittenGrievance {
  const { actor, now, traceparent } = caller;
  const { row: grievance, clocks, wrapped } = found;
  const timing = timingOf(deps, directory, grievance.categoryCode, now);
  const decision = decideMove({ grievance, clocks, actor, move, directory, timing, newId: newId() });
  const dek = wrapped === null ? null : deps.keyring.unwrap(grievance.id, wrapped);
  const { entry, row } = changedRow(deps, caller, { ...found, dek }, decision);
  const events = announceFacts(deps, decision.facts, row, { now, traceparent });
  return { row, clocks: clockRows(row, decision.clocks), wrapped: null, entries: [entry], events };
}

async function lookAt(tx: Tx, judging: Judging, verification: Verification): Promise<WrittenGrievance[]> {
  const { grievanceIds } = verification;
  const found = await lockGrievances(tx, judging.caller.actor.park, grievanceIds);
  const faults: { error: FieldError; kind: DomainError['kind'] }[] = [];
  const written = grievanceIds.flatMap((id, index): WrittenGrievance[] => {
    const pointer = `/grievanceIds/${index}`;
    const grievance = found.get(id);
    if (grievance === undefined) {
      const detail = { zh: '诉求不存在', en: 'There is no such grievance' };
      faults.push({ kind: 'rule', error: { pointer, code: 'grievance-missing', detail } });
      return [];
    }
    try {
      return [judge(judging, grievance, moveOf(verification))];
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const detail = error.detail ?? error.title;
      faults.push({ kind: error.kind, error: { pointer, code: error.code, detail } });
      return [];
    }
  });
  const [first] = faults;
  if (first === undefined) return written;
  throw refusedTogether(
    first.kind,
    faults.map(({ error }) => error),
  );
}

function afterLook(sample: SampleRow, { grievanceIds, outcome }: Verification, now: Date): SampleRow {
  const passed = outcome === 'passed' ? [...new Set([...sample.passed, ...grievanceIds])] : sample.passed;
  const stands = sampleOutcome(sample.sampled, passed, outcome);
  return { ...sample, passed, outcome: stands, decidedAt: stands === 'open' ? null : now };
}

/** The rest of the batch; what has moved on since the draw, or this verifier handled, is left as it is. */
async function speakFor(
  tx: Tx,
  judging: Judging,
  sample: SampleRow,
  verification: Verification,
): Promise<WrittenGrievance[]> {
  const rest = sample.batch.filter((id) => !sample.sampled.includes(id));
  const found = await lockGrievances(tx, judging.caller.actor.park, rest);
  const statement = `抽样核验合格（${sample.sampled.length}/${sample.batch.length}，抽样 ${sample.id}）：${verification.note}`;
  const move: Move = { action: 'write-off', body: { statement } };
  return [...found.values()].flatMap((grievance): WrittenGrievance[] => {
    try {
      return [judge(judging, grievance, move)];
    } catch (error) {
      if (isDomainError(error)) return [];
      throw error;
    }
  });
}

async function writeSample(
  tx: Tx,
  { actor, now }: Caller,
  sample: SampleRow,
  { grievanceIds, outcome }: Verification,
  spokenFor: readonly WrittenGrievance[],
): Promise<SampleRow> {
  const head = { seq: sample.version, hash: sample.ledgerHash };
  const step = {
    park: actor.park,
    caseKind: 'verification-sample',
    caseId: sample.id,
    at: now,
    actor: actor.id,
  };
  const change = {
    looked: [...grievanceIds],
    outcome,
    sample: sample.outcome,
    writtenOff: spokenFor.map(({ row }) => row.number),
  };
  const entry = makeEntry({ ...step, action: 'looked', change }, head);
  const saved = { ...sample, version: entry.seq, ledgerHash: entry.hash };
  await saveSample(tx, saved);
  await writeEntries(tx, [entry]);
  return saved;
}
