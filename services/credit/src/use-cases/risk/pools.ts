import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { PostingKind, RiskAccount } from '../../money-words.ts';
import { ensureLoss, ensureRecoverable, ensureStillLost } from '../../rules/risk/bounds.ts';
import { type Entry, entriesOf, reversedEntries } from '../../rules/risk/entries.ts';
import { listReports } from '../../store/money/lines.ts';
import { creditLine } from '../../store/money/tables.ts';
import { findById, saveRecord } from '../../store/records.ts';
import {
  findPool,
  findPosting,
  insertPosting,
  listPostings,
  lockPool,
  openAccounts,
  readBalances,
  readUnrecovered,
} from '../../store/risk/pools.ts';
import { type PoolRow, type PostingRow, riskPool } from '../../store/risk/tables.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { writeRecord } from '../write-record.ts';

/** Opens a pool, or renames it. */
export async function putPool(
  deps: Deps,
  caller: Caller,
  { code, name }: { code: string; name: string },
  ensureSeen: (before: PoolRow | null) => void,
): Promise<{ row: PoolRow; isNew: boolean }> {
  const { park } = caller.actor;
  const before = await findPool(deps.db.orm, park, code);
  ensureSeen(before);
  const id = before?.id ?? newId();
  const row = await writeRecord<PoolRow, PoolRow>(deps, caller, {
    kind: KIND,
    id,
    before,
    action: before === null ? 'opened' : 'renamed',
    change: { code, name },
    row: (head) => ({ ...head, id, parkId: park, code, name, recordedAt: before?.recordedAt ?? caller.now }),
    async save(tx, made) {
      if (!(await saveRecord(tx, riskPool, made, before))) return false;
      await openAccounts(tx, id);
      return true;
    },
    present: (made) => ({ answer: made, kept: undefined }),
  });
  return { row, isNew: before === null };
}

const KIND = 'risk-pool';

export interface PoolBalances {
  readonly pool: PoolRow;
  readonly balances: ReadonlyMap<RiskAccount, bigint>;
}

/** A pool of the park and what stands on its accounts; refuses `pool-missing`. */
export async function getPool(deps: Deps, { park }: Actor, code: string): Promise<PoolBalances> {
  const pool = await findPool(deps.db.orm, park, code);
  if (pool === null) throw poolMissing();
  return { pool, balances: await readBalances(deps.db.orm, pool.id) };
}

export interface NewPosting {
  pool: string;
  kind: Exclude<PostingKind, 'reversal'>;
  /** In fen. */
  amount: bigint;
  onDay: LocalDate;
  line: string | null;
  note: string | null;
}

/** Pays in, pays out or takes back in; the pool never falls below zero, however many pay out at once. */
export async function post<A>(
  deps: Deps,
  caller: Caller,
  { pool: code, kind, amount, onDay, line, note }: NewPosting,
  present: Present<PostingRow, A>,
): Promise<A> {
  const { actor } = caller;
  ensureHappened(caller, '/on', onDay);
  const make = async (tx: Tx, { id }: PoolRow): Promise<Made> => {
    await ensureLine(tx, actor, { kind, line });
    if (kind === 'recovery') ensureRecoverable(amount, await readUnrecovered(tx, id, line));
    const fields = { kind, amount, onDay, lineId: line, reverses: null, note };
    return { fields, entries: entriesOf(kind, amount) };
  };
  return write(deps, caller, code, make, present);
}

/** A payout names the line whose loss it bears. */
async function ensureLine(
  tx: Tx,
  { park }: Actor,
  { kind, line: id }: Pick<NewPosting, 'kind' | 'line'>,
): Promise<void> {
  if (id === null) {
    if (kind !== 'payout') return;
    throw fieldRule('/line', 'line-missing', {
      zh: '代偿须指明所补偿的授信',
      en: 'A payout names the credit line whose loss it bears',
    });
  }
  const line = await findById(tx, creditLine, park, id);
  if (line === null) {
    throw fieldRule('/line', 'line-unknown', { zh: '没有这笔授信', en: 'There is no such credit line' });
  }
  if (kind === 'payout') ensureLoss(line, await listReports(tx, id));
}

/** Takes a posting back, once, by one that moves the same the other way. */
export async function reverse<A>(
  deps: Deps,
  caller: Caller,
  { pool: code, id, reason }: { pool: string; id: string; reason: string },
  present: Present<PostingRow, A>,
): Promise<A> {
  const make = async (tx: Tx, pool: PoolRow): Promise<Made> => {
    const found = await findPosting(tx, pool.id, id);
    if (found === null) {
      throw refuse('missing', 'posting-missing', { zh: '没有这笔记账', en: 'There is no such posting' });
    }
    const { posting, entries } = found;
    if (posting.kind === 'reversal') throw notReversible();
    const onDay = localDateOf(caller.now);
    const { amount, lineId } = posting;
    const fields = { kind: 'reversal' as const, amount, onDay, lineId, reverses: id, note: reason };
    if (posting.kind === 'payout') {
      const { ofPool, ofLine } = await readUnrecovered(tx, pool.id, lineId);
      ensureStillLost({ ofPool: ofPool - amount, ofLine: ofLine === null ? null : ofLine - amount });
    }
    return { fields, entries: reversedEntries(entries) };
  };
  return write(deps, caller, code, make, present);
}

interface Made {
  readonly fields: Omit<PostingRow, 'id' | 'poolId' | 'postedBy' | 'postedAt'>;
  readonly entries: readonly Entry[];
}

async function write<A>(
  deps: Deps,
  { actor, now }: Caller,
  code: string,
  make: (tx: Tx, pool: PoolRow) => Promise<Made>,
  present: Present<PostingRow, A>,
): Promise<A> {
  try {
    return await inTransaction(deps.db, async (tx) => {
      const pool = await lockPool(tx, actor.park, code);
      if (pool === null) throw poolMissing();
      const { fields, entries } = await make(tx, pool);
      const row: PostingRow = { ...fields, id: newId(), poolId: pool.id, postedBy: actor.id, postedAt: now };
      const change = { posting: row.id, ...fields, amount: formatYuan(fields.amount) };
      const step = { park: actor.park, caseKind: KIND, caseId: pool.id, at: now, actor: actor.id };
      const head = { seq: pool.version, hash: pool.ledgerHash };
      const entry = makeEntry({ ...step, action: fields.kind, change }, head);
      await insertPosting(tx, row, entries);
      await saveRecord(tx, riskPool, { ...pool, version: entry.seq, ledgerHash: entry.hash }, pool);
      await writeEntries(tx, [entry]);
      const { answer, kept } = present(row);
      if (kept !== undefined) await keepAnswer(tx, kept);
      return answer;
    });
  } catch (error) {
    if (constraintOf(error) === 'risk_pool_not_below_zero') throw tooLow();
    if (constraintOf(error) === 'risk_posting_reverses_key') throw notReversible();
    throw error;
  }
}

/** A page of a pool's postings, the newest first. */
export async function searchPostings(
  deps: Deps,
  actor: Actor,
  { code, limit, cursor }: { code: string; limit: number; cursor?: string | undefined },
): Promise<Page<PostingRow>> {
  const { pool } = await getPool(deps, actor, code);
  const filter = { list: 'risk-postings', code };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listPostings(deps.db, {
    pool: pool.id,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}

function poolMissing(): Error {
  return refuse('missing', 'pool-missing', { zh: '没有这个风险补偿资金池', en: 'There is no such pool' });
}

function tooLow(): Error {
  return refuse('conflict', 'pool-too-low', { zh: '资金池余额不足', en: 'The pool does not hold that much' });
}

function notReversible(): Error {
  return refuse('conflict', 'posting-not-reversible', {
    zh: '该笔已冲正，或本身是冲正',
    en: 'The posting was taken back before, or takes another back',
  });
}
