import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Page } from '@qinwu/domain/page';
import { retryStale, StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { ensureDocument, ensureRepair, negativeCodes } from '../../rules/documents/decide-document.ts';
import { type DocumentAction, documentLifecycle } from '../../rules/documents/lifecycle.ts';
import { seesEnterprise } from '../../rules/inputs/sight.ts';
import { adverseDocument, type DocumentRow } from '../../store/documents/document-table.ts';
import {
  documentsWhere,
  findDocument,
  insertDocument,
  supersedeDocument,
} from '../../store/documents/documents.ts';
import { listNegativeCodes } from '../../store/models.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { searchRecords } from '../search-records.ts';

export type NewDocument = Pick<
  DocumentRow,
  'uscc' | 'code' | 'kind' | 'number' | 'issuer' | 'effectiveFrom' | 'effectiveUntil'
>;

/** Enters a document that has taken effect against an enterprise; its score follows. */
export async function enterDocument<A>(
  deps: Deps,
  caller: Caller,
  given: NewDocument,
  present: Present<DocumentRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  await getEnterprise(deps, actor, given.uscc);
  const codes = negativeCodes(await listNegativeCodes(deps.db.orm, actor.park));
  ensureDocument(given, { today: localDateOf(now), codes });
  const row: DocumentRow = {
    ...given,
    id: newId(),
    parkId: actor.park,
    seriesId: newId(),
    version: 0,
    ledgerHash: '',
    repairedOn: null,
    repairNumber: null,
    state: documentLifecycle.initial,
    reason: null,
    enteredBy: actor.id,
    knownAt: now,
    supersededAt: null,
  };
  try {
    return await write(deps, caller, { before: null, row, action: 'entered', change: { ...given } }, present);
  } catch (error) {
    if (constraintOf(error) === 'adverse_document_number') throw numberTaken();
    throw error;
  }
}

export interface DocumentMove {
  id: string;
  action: DocumentAction;
  ifMatch: number | null;
  /** Of a repair. */
  repair: { repairedOn: LocalDate; repairNumber: string } | null;
  reason: string | null;
}

/** Repairs a document, from a day on, or withdraws what was entered by mistake. */
export async function moveDocument<A>(
  deps: Deps,
  caller: Caller,
  { id, action, ifMatch, repair, reason }: DocumentMove,
  present: Present<DocumentRow, A>,
): Promise<A> {
  return retryStale(async () => {
    const before = await getDocument(deps, caller.actor, id);
    ensureVersion(before, ifMatch);
    const state = documentLifecycle.next(before.state, action);
    if (repair !== null) ensureRepair(repair.repairedOn, before, localDateOf(caller.now));
    const set = { state, ...repair, ...(reason === null ? {} : { reason }) };
    const row = { ...before, ...set, id: newId() };
    return write(deps, caller, { before, row, action, change: set }, present);
  });
}

interface Version {
  readonly before: DocumentRow | null;
  readonly row: DocumentRow;
  readonly action: string;
  readonly change: Readonly<Record<string, unknown>>;
}

/** Writes a version under the lock of its enterprise, whose inputs are laid out anew in the same commit. */
async function write<A>(
  deps: Deps,
  caller: Caller,
  version: Version,
  present: Present<DocumentRow, A>,
): Promise<A> {
  const { actor, now, traceparent } = caller;
  const { row, entry } = chained(version, caller);
  const { answer, kept } = present(row);
  const of = { park: actor.park, usccs: [row.uscc], now, traceparent };
  await inTransaction(deps.db, (tx) =>
    changeInputs(deps, tx, of, async (knownAt) => {
      await writeVersion(tx, version.before, { row, entry }, knownAt(row.uscc));
      if (kept !== undefined) await keepAnswer(tx, kept);
      return { answer: null, changed: new Map([[row.uscc, [row.code]]]) };
    }),
  );
  deps.log.info(
    { document: row.seriesId, action: version.action, state: row.state },
    'adverse document recorded',
  );
  return answer;
}

interface ChainedVersion {
  readonly row: DocumentRow;
  readonly entry: LedgerEntry;
}

/** A version with its place in the ledger. */
function chained(
  { before, row, action, change }: Version,
  { actor, now }: Pick<Caller, 'actor' | 'now'>,
): ChainedVersion {
  const of = {
    park: actor.park,
    caseKind: 'adverse-document',
    caseId: row.seriesId,
    at: now,
    actor: actor.id,
  };
  const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
  const entry = makeEntry({ ...of, action, change }, head);
  return { row: { ...row, version: entry.seq, ledgerHash: entry.hash }, entry };
}

async function writeVersion(
  tx: Tx,
  before: DocumentRow | null,
  { row, entry }: ChainedVersion,
  knownAt: Date,
): Promise<void> {
  if (before !== null && !(await supersedeDocument(tx, before, knownAt))) throw new StaleError();
  await insertDocument(tx, { ...row, knownAt, supersededAt: null });
  await writeEntries(tx, [entry]);
}

/** Takes a document out of the score for good, in the transaction that holds its enterprise's lock. */
export async function takeOutDocument(
  tx: Tx,
  before: DocumentRow,
  { reason, objection }: { reason: string; objection: string },
  by: Pick<Caller, 'actor' | 'now'> & { knownAt: Date },
): Promise<void> {
  const action = 'withdraw';
  const set = { state: documentLifecycle.next(before.state, action), reason };
  const row = { ...before, ...set, id: newId() };
  await writeVersion(
    tx,
    before,
    chained({ before, row, action, change: { ...set, objection } }, by),
    by.knownAt,
  );
}

/** A document the actor may see; refuses `document-missing`. */
export async function getDocument(deps: Deps, actor: Actor, id: string): Promise<DocumentRow> {
  const row = await findDocument(deps.db.orm, actor.park, id);
  if (row !== null && seesEnterprise(actor, row.uscc)) return row;
  throw refuse('missing', 'document-missing', { zh: '没有这份文书', en: 'There is no such document' });
}

/** A page of what stands or stood against an enterprise, the newest first. */
export async function searchDocuments(
  deps: Deps,
  actor: Actor,
  { uscc, limit, cursor }: { uscc: string; limit: number; cursor?: string | undefined },
): Promise<Page<DocumentRow>> {
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'adverse-documents', uscc };
  const where = documentsWhere(uscc);
  return searchRecords(deps, actor, adverseDocument, { limit, cursor, filter, where });
}

function numberTaken(): Error {
  return refuse('conflict', 'document-number-taken', {
    zh: '该企业已登记这一文号的文书',
    en: 'A document of this number stands against the enterprise already',
  });
}
