import type { Actor } from '@qinwu/domain/actor';
import type { Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { sumFunds } from '../../store/money/funds.ts';
import { type FundRow, fund } from '../../store/money/tables.ts';
import { searchRecords } from '../search-records.ts';

/** A page of funds, the newest first, each with what was paid into it. */
export async function searchFunds(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<{ row: FundRow; paidIn: bigint }>> {
  const search = { limit, cursor, filter: { list: 'funds' }, where: undefined };
  const { items, next } = await searchRecords(deps, actor, fund, search);
  const sumsOf = await sumFunds(
    deps.db.orm,
    actor.park,
    items.map(({ code }) => code),
  );
  return { items: items.map((row) => ({ row, paidIn: sumsOf(row.code).paid })), next };
}
