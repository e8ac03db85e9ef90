import { contractRegistered } from '@qinwu/contracts/events/credit';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { formatYuan } from '@qinwu/domain/money';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import { type ContractRow, techContract } from '../../store/money/tables.ts';
import { findById, saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { writeRecord } from '../write-record.ts';
import { countContracts } from './contract-value.ts';
import { ensureStrikable, type Strike, struck } from './funds.ts';

export type NewContract = Omit<
  ContractRow,
  'id' | 'parkId' | 'version' | 'ledgerHash' | 'recordedAt' | 'valid' | 'reason'
>;

const KIND = 'tech-contract';

/** Enters a technology contract as its registry confirmed it 技术合同认定登记. */
export async function registerContract<A>(
  deps: Deps,
  caller: Caller,
  given: NewContract,
  present: Present<ContractRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  await getEnterprise(deps, actor, given.seller);
  ensureHappened(caller, '/registeredOn', given.registeredOn);
  if (given.signedOn > given.registeredOn) {
    throw fieldRule('/signedOn', 'signed-after-registration', {
      zh: '签订日期不能晚于登记日期',
      en: 'A contract is signed before it is registered',
    });
  }
  const id = newId();
  try {
    return await writeRecord<ContractRow, A>(deps, caller, {
      kind: KIND,
      id,
      before: null,
      action: 'registered',
      change: { ...given, amount: formatYuan(given.amount) },
      row: (head) => ({
        ...given,
        ...head,
        id,
        parkId: actor.park,
        valid: true,
        reason: null,
        recordedAt: now,
      }),
      async save(tx, row) {
        await saveRecord(tx, techContract, row, null);
        await countContracts(deps, tx, caller, row);
        return true;
      },
      events: (row) => registeredEvents(deps, caller, row),
      present,
    });
  } catch (error) {
    if (constraintOf(error) === 'tech_contract_number_key') throw numberTaken();
    throw error;
  }
}

/** Strikes a contract out whose registration was cancelled 注销. */
export async function cancelContract<A>(
  deps: Deps,
  caller: Caller,
  strike: Strike,
  present: Present<ContractRow, A>,
): Promise<A> {
  const { park } = caller.actor;
  const found = await findById(deps.db.orm, techContract, park, strike.id);
  const before = ensureStrikable(found, strike);
  return writeRecord<ContractRow, A>(deps, caller, {
    ...struck(KIND, before, strike),
    row: (head) => ({ ...before, ...head, valid: false, reason: strike.reason }),
    async save(tx, row) {
      if (!(await saveRecord(tx, techContract, row, before))) return false;
      await countContracts(deps, tx, caller, row);
      return true;
    },
    events: (row) => registeredEvents(deps, caller, row),
    present,
  });
}

function registeredEvents(deps: Deps, { now: time, traceparent }: Caller, row: ContractRow): OutboxRow[] {
  const {
    id: contractId,
    parkId: park,
    version: sequence,
    number,
    seller,
    amount,
    registeredOn,
    valid,
  } = row;
  const data = { contractId, number, uscc: seller, amount: formatYuan(amount), registeredOn, valid };
  return deps.announce(contractRegistered, { park, subject: contractId, sequence, time, traceparent, data });
}

function numberTaken(): Error {
  return refuse('conflict', 'contract-number-taken', {
    zh: '该登记编号已有合同',
    en: 'There is a contract of this registry number',
  });
}
