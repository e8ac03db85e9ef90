import type { Caller } from '@qinwu/domain/caller';
import { type CommitStatement, commit } from '@qinwu/platform/db/commit';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { type FileGrant, grantValues } from '@qinwu/platform/files/file-grants';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { mergeClocks } from '../rules/clock-moves.ts';
import type { Clock } from '../rules/clocks.ts';
import type { Decision } from '../rules/decide-move.ts';
import type { ClockRow } from '../store/clock-table.ts';
import {
  clockValues,
  saveGrievance,
  saveGrievanceWithFiles,
  saveGrievanceWithGrants,
} from '../store/grievance-commits.ts';
import type { AttachedFile } from '../store/grievance-files.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';
import { announceFacts } from './announce-facts.ts';
import { announceReferral, referredFiles } from './announce-referral.ts';
import { caseOf, type OpenedGrievance, type Present } from './grievance-case.ts';
import { ensureRoom, ownFiles } from './own-files.ts';
import { sealWords } from './reporter-secrets.ts';

/** Clocks of one grievance as rows. */
export function clockRows(row: { id: string; parkId: string }, clocks: readonly Clock[]): ClockRow[] {
  return clocks.map((clock) => ({ ...clock, grievanceId: row.id, parkId: row.parkId }));
}

/** Writes a decision, whole or not at all, and answers with the record as it left it. */
export async function commitDecision<A>(
  deps: Deps,
  caller: Caller,
  found: OpenedGrievance,
  decision: Decision<Partial<GrievanceRow>>,
  present: Present<A>,
): Promise<A> {
  const { actor } = caller;
  const { row: before, dek } = found;
  const files = await evidenceFiles(deps, caller, before, decision.set.evidence ?? before.evidence);
  const grants = grantsOf(before, decision.set);
  const { entry, row } = changedRow(deps, caller, found, withGrants(withFiles(decision, files), grants));
  const clocks = clockRows(row, mergeClocks(found.clocks, decision.clocks));
  const { answer, kept } = present(caseOf(deps, actor, { row, clocks, dek }), dek);
  await commit(deps.db, {
    statement: statementFor(files, grants),
    values: {
      row,
      expectedVersion: before.version,
      clocks: clockValues(clockRows(row, decision.clocks)),
      files: files.map(({ id }) => id),
      grants: grantValues(grants, { park: row.parkId, at: caller.now }),
    },
    entry,
    events: await eventsOf(deps, caller, found, row, decision),
    answer: kept,
  });
  deps.log.info({ grievance: row.id, action: entry.action, state: row.state }, 'grievance moved');
  return answer;
}

/** A referral brings no files, and no other change grants any. */
function statementFor(files: readonly AttachedFile[], grants: readonly FileGrant[]): CommitStatement {
  if (grants.length > 0) return saveGrievanceWithGrants;
  return files.length === 0 ? saveGrievance : saveGrievanceWithFiles;
}

/** What a new referral grants to mediation: the files it names there, for as long as they are kept. */
function grantsOf(before: GrievanceRow, { referral }: Partial<GrievanceRow>): FileGrant[] {
  if (before.referral !== null || (referral ?? null) === null) return [];
  const record = `grievance/${before.id}`;
  return referredFiles(before).map((fileId) => ({ fileId, listener: 'mediation', record }));
}

/** The decision with what it grants in the ledger. */
function withGrants<S>(decision: Decision<S>, grants: readonly FileGrant[]): Decision<S> {
  if (grants.length === 0) return decision;
  const granted = grants.map(({ fileId, listener }) => ({ file: fileId, listener }));
  const change = { ...decision.entry.change, granted };
  return { ...decision, entry: { ...decision.entry, change } };
}

/** What others hear of a decision; a referral is for mediation alone. */
async function eventsOf(
  deps: Deps,
  { now, traceparent }: Caller,
  { row: before, dek }: OpenedGrievance,
  row: GrievanceRow,
  { facts, overdueSince, entry }: Decision<Partial<GrievanceRow>>,
): Promise<OutboxRow[]> {
  const events = announceFacts(deps, facts, row, { now, traceparent, overdueSince });
  const { referral } = row;
  if (referral === null || before.referral !== null) return events;
  const reason = String(entry.words.reason);
  const referred = await announceReferral(deps, { now, traceparent }, { row, dek, referral, reason });
  return [...events, ...referred];
}

/** The files a decision adds to the evidence, checked and with their hashes. */
async function evidenceFiles(
  deps: Deps,
  caller: Caller,
  { id, attachments, evidence }: GrievanceRow,
  after: readonly string[],
): Promise<AttachedFile[]> {
  const added = after.filter((file) => !evidence.includes(file) && !attachments.includes(file));
  if (added.length === 0) return [];
  ensureRoom(attachments.length + evidence.length + added.length);
  return ownFiles(deps, caller, added, { owner: `grievance/${id}`, pointer: '/files' });
}

/** The decision with the hashes of its files in the ledger. */
function withFiles<S>(decision: Decision<S>, files: readonly AttachedFile[]): Decision<S> {
  if (files.length === 0) return decision;
  const change = { ...decision.entry.change, files: files.map(({ id, sha256 }) => ({ id, sha256 })) };
  return { ...decision, entry: { ...decision.entry, change } };
}

/** The record as a decision leaves it, and the ledger entry that says so. */
export function changedRow(
  deps: Deps,
  { actor, now }: Caller,
  { row: before, dek }: OpenedGrievance,
  { set, entry: { action, change, words } }: Decision<Partial<GrievanceRow>>,
): { entry: ReturnType<typeof makeEntry>; row: GrievanceRow } {
  const head = { seq: before.version, hash: before.ledgerHash };
  const sealed = sealWords(deps.keyring, dek, { id: before.id, seq: head.seq + 1 }, words);
  const entry = makeEntry(
    {
      park: before.parkId,
      caseKind: 'grievance',
      caseId: before.id,
      at: now,
      actor: actor.id,
      action,
      change: sealed === null ? change : { ...change, words: sealed },
    },
    head,
  );
  return { entry, row: { ...before, ...set, version: entry.seq, ledgerHash: entry.hash } };
}
