import type { Caller } from '@qinwu/domain/caller';
import { parseYuan } from '@qinwu/domain/money';
import type { Deps } from '../../deps.ts';
import { ensureCommitmentFits } from '../../rules/money/fund-limits.ts';
import { sumFunds } from '../../store/money/funds.ts';
import { type FundRow, fund } from '../../store/money/tables.ts';
import { type CodedEntry, putByCode } from '../put-by-code.ts';

/** Enters a fund, or replaces what stands of it, and says what was paid into it. */
export async function putFund(
  deps: Deps,
  caller: Caller,
  entry: Omit<CodedEntry<FundRow>, 'ensureHeld'>,
): Promise<{ row: FundRow; paidIn: bigint; isNew: boolean }> {
  const { park } = caller.actor;
  const { code, fields } = entry;
  const ofPartners = fields.partners.reduce((sum, { committed }) => sum + parseYuan(committed), 0n);
  let paidIn = 0n;
  const { row, isNew } = await putByCode<FundRow>(
    deps,
    caller,
    { table: fund, kind: 'fund' },
    {
      ...entry,
      async ensureHeld(tx) {
        const sums = (await sumFunds(tx, park, [code]))(code);
        ensureCommitmentFits({ committed: fields.committed, ofPartners }, sums);
        paidIn = sums.paid;
      },
    },
  );
  return { row, paidIn, isNew };
}
