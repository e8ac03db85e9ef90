import { fundHappening, fundInvested } from '@qinwu/contracts/events/credit';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { formatYuan } from '@qinwu/domain/money';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Tx } from '@qinwu/platform/db/database';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import {
  ensureEventFits,
  ensureInvestmentFits,
  ensureStillPaid,
  type FundSums,
} from '../../rules/money/fund-limits.ts';
import { lockFund, sumFunds } from '../../store/money/funds.ts';
import {
  type FundEventRow,
  fundEvent,
  fundInvestment,
  type InvestmentRow,
} from '../../store/money/tables.ts';
import { findById, type Head, saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { writeRecord } from '../write-record.ts';

type Entered = 'id' | 'parkId' | 'version' | 'ledgerHash' | 'recordedAt' | 'valid';
export type NewInvestment = Omit<InvestmentRow, Entered>;
export type NewFundEvent = Omit<FundEventRow, Entered>;

/** Enters an investment of a fund. */
export async function enterInvestment<A>(
  deps: Deps,
  caller: Caller,
  given: NewInvestment,
  present: Present<InvestmentRow, A>,
): Promise<A> {
  ensureHappened(caller, '/investedOn', given.investedOn);
  ensureLanding(given);
  const targetUscc = given.targetUscc === null ? null : parseUscc(given.targetUscc, '/targetUscc');
  const id = newId();
  return writeRecord<InvestmentRow, A>(deps, caller, {
    kind: 'fund-investment',
    id,
    before: null,
    action: 'entered',
    change: { ...given, targetUscc, amount: formatYuan(given.amount) },
    row: (head) => ({ ...given, ...head, ...entered(caller, id), targetUscc }),
    async save(tx, row) {
      ensureInvestmentFits(row.amount, await holdFund(tx, row));
      return saveRecord(tx, fundInvestment, row, null);
    },
    events: (row) => investedEvents(deps, caller, row),
    present,
  });
}

/** Enters what else happened to a fund. */
export async function enterFundEvent<A>(
  deps: Deps,
  caller: Caller,
  given: NewFundEvent,
  present: Present<FundEventRow, A>,
): Promise<A> {
  ensureHappened(caller, '/happenedOn', given.happenedOn);
  const id = newId();
  return writeRecord<FundEventRow, A>(deps, caller, {
    kind: 'fund-event',
    id,
    before: null,
    action: 'entered',
    change: { ...given, amount: given.amount === null ? null : formatYuan(given.amount) },
    row: (head) => ({ ...given, ...head, ...entered(caller, id) }),
    async save(tx, row) {
      ensureEventFits(row, await holdFund(tx, row));
      return saveRecord(tx, fundEvent, row, null);
    },
    events: (row) => happeningEvents(deps, caller, row),
    present,
  });
}

export interface Strike {
  id: string;
  reason: string;
  ifMatch: number | null;
}

/** Strikes an investment out that was entered by mistake; it stays, and counts no more. */
export async function strikeInvestment<A>(
  deps: Deps,
  caller: Caller,
  strike: Strike,
  present: Present<InvestmentRow, A>,
): Promise<A> {
  const before = await findById(deps.db.orm, fundInvestment, caller.actor.park, strike.id);
  const row = ensureStrikable(before, strike);
  return writeRecord<InvestmentRow, A>(deps, caller, {
    ...struck('fund-investment', row, strike),
    row: (head) => ({ ...row, ...head, valid: false, note: strike.reason }),
    save: (tx, made) => saveRecord(tx, fundInvestment, made, row),
    events: (made) => investedEvents(deps, caller, made),
    present,
  });
}

/** Strikes out what did not happen to a fund after all. */
export async function strikeFundEvent<A>(
  deps: Deps,
  caller: Caller,
  strike: Strike,
  present: Present<FundEventRow, A>,
): Promise<A> {
  const before = await findById(deps.db.orm, fundEvent, caller.actor.park, strike.id);
  const row = ensureStrikable(before, strike);
  return writeRecord<FundEventRow, A>(deps, caller, {
    ...struck('fund-event', row, strike),
    row: (head) => ({ ...row, ...head, valid: false, note: strike.reason }),
    async save(tx, made) {
      if (row.kind === 'capital-paid') ensureStillPaid(row.amount ?? 0n, await holdFund(tx, row));
      return saveRecord(tx, fundEvent, made, row);
    },
    events: (made) => happeningEvents(deps, caller, made),
    present,
  });
}

function entered({ actor, now }: Caller, id: string) {
  return { id, parkId: actor.park, valid: true, recordedAt: now };
}

/** The step that strikes a record out. */
export function struck(kind: string, before: Head & { id: string }, { reason }: Strike) {
  return { kind, id: before.id, before, action: 'struck', change: { reason } };
}

/** Refuses to strike out what is not there, has changed since, or was struck out before. */
export function ensureStrikable<R extends Head & { valid: boolean }>(row: R | null, { ifMatch }: Strike): R {
  if (row === null) {
    throw refuse('missing', 'record-missing', { zh: '没有这条记录', en: 'There is no such record' });
  }
  ensureVersion(row, ifMatch);
  if (row.valid) return row;
  throw refuse('conflict', 'record-struck', { zh: '该记录已注销', en: 'The record was struck out before' });
}

/** What a fund has committed and what its records add up to; held, so that of two entries the second sees the first. */
async function holdFund(
  tx: Tx,
  { parkId: park, fund: code }: Pick<FundEventRow, 'parkId' | 'fund'>,
): Promise<FundSums & { committed: bigint }> {
  const row = await lockFund(tx, park, code);
  if (row === null) {
    throw fieldRule('/fund', 'fund-unknown', { zh: '没有登记这支基金', en: 'There is no such fund' });
  }
  return { committed: row.committed, ...(await sumFunds(tx, park, [code]))(code) };
}

/** What landed in the park, and in what ratio, is said of a reinvestment alone. */
function ensureLanding({ reinvestment, landingProject, landingRatioBp }: NewInvestment): void {
  if (reinvestment || (landingProject === null && landingRatioBp === null)) return;
  const pointer = landingProject === null ? '/landingRatioBp' : '/landingProject';
  throw fieldRule(pointer, 'not-reinvestment', {
    zh: '只有返投才填落地项目与返投比例',
    en: 'Only a reinvestment has a landing project and a ratio',
  });
}

function investedEvents(deps: Deps, { now: time, traceparent }: Caller, row: InvestmentRow): OutboxRow[] {
  const { id: investmentId, parkId: park, version: sequence, amount, investedOn, reinvestment, valid } = row;
  const data = { investmentId, fund: row.fund, amount: formatYuan(amount), investedOn, reinvestment, valid };
  return deps.announce(fundInvested, { park, subject: investmentId, sequence, time, traceparent, data });
}

function happeningEvents(deps: Deps, { now: time, traceparent }: Caller, row: FundEventRow): OutboxRow[] {
  const { id: fundEventId, parkId: park, version: sequence, kind, happenedOn, valid } = row;
  const data = { fundEventId, fund: row.fund, kind, happenedOn, valid };
  return deps.announce(fundHappening, { park, subject: fundEventId, sequence, time, traceparent, data });
}
