import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { faultsInto } from '../../rules/faults-into.ts';
import { findByCode } from '../../store/by-code.ts';
import { type BankRow, bank } from '../../store/money/tables.ts';
import { type CodedEntry, putByCode } from '../put-by-code.ts';

/** Enters a bank or another institution, or replaces what stands of it. */
export async function putBank(
  deps: Deps,
  caller: Caller,
  entry: CodedEntry<BankRow>,
): Promise<{ row: BankRow; isNew: boolean }> {
  await ensureFits(deps, caller.actor, entry);
  return putByCode<BankRow>(deps, caller, { table: bank, kind: 'bank' }, entry);
}

/** 征信业管理条例, 征信业务管理办法: an agency hands credit information on only once it is licensed or filed. */
async function ensureFits(
  { db }: Deps,
  { park }: Actor,
  { code, fields: { kind, parent, filingNumber } }: CodedEntry<BankRow>,
): Promise<void> {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  if (kind === 'agency' && filingNumber === null) {
    fault(
      '/filingNumber',
      'filing-number-missing',
      '征信机构、融资信用服务平台须填备案编号',
      'An agency has the number it is filed under',
    );
  }
  if (parent === code) {
    fault('/parent', 'parent-itself', '不能隶属于自身', 'Nothing belongs to itself');
  } else if (parent !== null && (await findByCode(db.orm, bank, park, parent)) === null) {
    fault('/parent', 'bank-unknown', '没有登记这家机构', 'There is no such institution');
  }
  if (faults.length > 0) throw fieldRules(faults);
}
