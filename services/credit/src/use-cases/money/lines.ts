import { lineGranted } from '@qinwu/contracts/events/credit';
import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import { retryStale, StaleError } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { ensureApproval, newlyGranted } from '../../rules/money/decide-line.ts';
import { type LineAction, lineLifecycle } from '../../rules/money/line-lifecycle.ts';
import { findByCode } from '../../store/by-code.ts';
import { findLine } from '../../store/money/lines.ts';
import { bank, creditLine, type LineRow, type ProductRow, product } from '../../store/money/tables.ts';
import { type Head, saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { writeRecord } from '../write-record.ts';

const KIND = 'credit-line';
const NUMBER_PREFIX = 'CL';

export interface LineApplication {
  uscc: string;
  bank: string;
  product: string;
  /** In fen. */
  amountAsked: bigint;
  /** Today where it is null. */
  appliedOn: LocalDate | null;
}

/** An enterprise applies for a line of a product with a bank, or the park does for it. */
export async function applyForLine<A>(
  deps: Deps,
  caller: Caller,
  application: LineApplication,
  present: Present<LineRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  const today = localDateOf(now);
  const appliedOn = application.appliedOn ?? today;
  ensureHappened(caller, '/appliedOn', appliedOn);
  const { active } = await getEnterprise(deps, actor, application.uscc);
  if (!active) {
    throw refuse('conflict', 'enterprise-struck-off', {
      zh: '该企业已注销或迁出，不能申请授信',
      en: 'The enterprise is struck off or has left: it applies for no line',
    });
  }
  await getActive(deps, actor, application);
  const number = await deps.numbers.next(actor.park, NUMBER_PREFIX, today);
  const id = newId();
  const { uscc, amountAsked } = application;
  const change = {
    uscc,
    bank: application.bank,
    product: application.product,
    amountAsked: formatYuan(amountAsked),
    appliedOn,
  };
  const undecided = {
    referredOn: null,
    decidedOn: null,
    amountApproved: null,
    amountPrevious: null,
    replaces: null,
    startsOn: null,
    endsOn: null,
    guarantee: null,
    rateBp: null,
    reason: null,
  };
  return writeRecord<LineRow, A>(deps, caller, {
    kind: KIND,
    id,
    before: null,
    action: 'applied',
    change: { number, ...change },
    row: (head) => ({
      ...undecided,
      ...head,
      id,
      parkId: actor.park,
      number,
      state: lineLifecycle.initial,
      uscc,
      bank: application.bank,
      product: application.product,
      amountAsked,
      appliedOn,
      filedBy: actor.id,
      recordedAt: now,
    }),
    save: (tx, row) => saveRecord(tx, creditLine, row, null),
    present,
  });
}

/** What an action says besides itself. */
export interface LineMove {
  id: string;
  action: LineAction;
  ifMatch: number | null;
  reason: string | null;
  approval: {
    amountApproved: bigint;
    amountPrevious: bigint | null;
    replaces: string | null;
    decidedOn: LocalDate | null;
    startsOn: LocalDate;
    endsOn: LocalDate;
    guarantee: string | null;
    rateBp: number | null;
  } | null;
}

/** Takes one action on a line; a bank's decision is its own. Who comes second is told what the first has made of it. */
export function moveLine<A>(
  deps: Deps,
  caller: Caller,
  move: LineMove,
  present: Present<LineRow, A>,
): Promise<A> {
  return retryStale(() => moveOnce(deps, caller, move, present));
}

/** A line that takes another's place replaces it in the same commit. */
async function moveOnce<A>(
  deps: Deps,
  caller: Caller,
  { id, action, ifMatch, reason, approval }: LineMove,
  present: Present<LineRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  const before = await getLine(deps, actor, id);
  ensureVersion(before, ifMatch);
  const state = lineLifecycle.next(before.state, action);
  const today = localDateOf(now);
  const replaced = approval?.replaces ? await getReplaced(deps, actor, before, approval.replaces) : null;
  const set: Partial<LineRow> = {
    state,
    ...(reason === null ? {} : { reason }),
    ...(action === 'refer' ? { referredOn: today } : {}),
    ...(action === 'decline' ? { decidedOn: today } : {}),
    ...(approval === null ? {} : approvedFields(approval, before, { replaced, today })),
  };
  const made = (head: Head): LineRow => ({ ...before, ...set, ...head });
  const tags = (await findByCode<ProductRow>(deps.db.orm, product, actor.park, before.product))?.tags ?? [];
  return writeRecord<LineRow, A>(deps, caller, {
    kind: KIND,
    id,
    before,
    action,
    change: changeOf(set),
    row: made,
    async save(tx, row) {
      if (replaced !== null) await replaceLine(tx, caller, replaced, row);
      return saveRecord(tx, creditLine, row, before);
    },
    events: (row) => grantedEvents(deps, caller, row, tags),
    present,
  });
}

/** A line gives way to another, in that one's transaction. */
async function replaceLine(
  tx: Tx,
  { actor, now: at }: Caller,
  replaced: LineRow,
  by: LineRow,
): Promise<void> {
  const { id: caseId, parkId: park, version: seq, ledgerHash: hash } = replaced;
  const state = lineLifecycle.next(replaced.state, 'replace');
  const step = { park, caseKind: KIND, caseId, at, actor: actor.id, action: 'replace' };
  const entry = makeEntry({ ...step, change: { state, by: by.id } }, { seq, hash });
  const row = { ...replaced, state, version: entry.seq, ledgerHash: entry.hash };
  if (!(await saveRecord(tx, creditLine, row, replaced))) throw new StaleError();
  await writeEntries(tx, [entry]);
}

function approvedFields(
  approval: NonNullable<LineMove['approval']>,
  { appliedOn }: LineRow,
  { replaced, today }: { replaced: LineRow | null; today: LocalDate },
): Partial<LineRow> {
  const decidedOn = approval.decidedOn ?? today;
  ensureApproval({ ...approval, decidedOn }, { appliedOn, today });
  return { ...approval, decidedOn, amountPrevious: replaced?.amountApproved ?? approval.amountPrevious };
}

/** A line that was granted, or was not after all; nothing is told of one that never came to be. */
function grantedEvents(deps: Deps, { now, traceparent }: Caller, row: LineRow, tags: string[]): OutboxRow[] {
  if (row.amountApproved === null || row.decidedOn === null) return [];
  const { id: lineId, number, uscc, bank: of, product: code, parkId: park, version: sequence } = row;
  return deps.announce(lineGranted, {
    park,
    subject: lineId,
    sequence,
    time: now,
    traceparent,
    data: {
      lineId,
      number,
      uscc,
      bank: of,
      product: code,
      tags,
      amountNew: formatYuan(newlyGranted(row)),
      approvedOn: row.decidedOn,
      valid: row.state !== 'REVOKED',
    },
  });
}

function changeOf(set: Partial<LineRow>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, typeof value === 'bigint' ? formatYuan(value) : value]),
  );
}

/** A line the actor may see; refuses `line-missing`. A bank sees what was applied for with it, and nothing before. */
export async function getLine(deps: Deps, actor: Actor, id: string): Promise<LineRow> {
  const row = await findLine(deps.db, actor.park, id);
  if (row !== null && (await seesLine(deps, actor, row))) return row;
  throw refuse('missing', 'line-missing', { zh: '没有这笔授信', en: 'There is no such credit line' });
}

async function seesLine({ db }: Deps, actor: Actor, row: LineRow): Promise<boolean> {
  if (hasRole(actor, 'admin', 'officer', 'supervisor', 'statistician', 'client')) return true;
  if (hasRole(actor, 'enterprise') && actor.org === row.uscc) return true;
  if (!hasRole(actor, 'bank') || actor.org === null || row.referredOn === null) return false;
  const of = await findByCode(db.orm, bank, actor.park, row.bank);
  return of !== null && of.org === actor.org;
}

async function getActive(
  { db }: Deps,
  { park }: Actor,
  codes: Pick<LineApplication, 'bank' | 'product'>,
): Promise<void> {
  const [lender, offer] = await Promise.all([
    findByCode(db.orm, bank, park, codes.bank),
    findByCode(db.orm, product, park, codes.product),
  ]);
  if (lender?.active !== true) {
    throw fieldRule('/bank', 'bank-unknown', {
      zh: '没有这家在办的银行',
      en: 'There is no such bank at work',
    });
  }
  if (offer?.active !== true) {
    throw fieldRule('/product', 'product-unknown', {
      zh: '没有这个在售产品',
      en: 'There is no such product',
    });
  }
}

async function getReplaced(deps: Deps, { park }: Actor, line: LineRow, id: string): Promise<LineRow> {
  const other = await findLine(deps.db, park, id);
  const isTheirs = other?.uscc === line.uscc && other.bank === line.bank;
  if (other !== null && isTheirs && other.state === 'APPROVED') return other;
  if (isTheirs && other?.state === 'REPLACED') {
    throw refuse('conflict', 'replaced-before', {
      zh: '该笔已被另一笔授信替换',
      en: 'Another line has taken the place of that one',
    });
  }
  throw fieldRule('/replaces', 'replaces-unfit', {
    zh: '被替换的须是同一企业在同一银行现有的授信',
    en: 'The line replaced must be a standing one of the same enterprise with the same bank',
  });
}
