import { type Actor, hasRole } from '@qinwu/domain/actor';
import type { Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { onlyEnterprise } from '../../rules/inputs/sight.ts';
import { listBankCodes } from '../../store/money/banks.ts';
import { type LineFilter, linesWhere } from '../../store/money/lines.ts';
import { creditLine, type LineRow } from '../../store/money/tables.ts';
import { searchRecords } from '../search-records.ts';

export interface LineSearch extends Omit<LineFilter, 'banks'> {
  limit: number;
  cursor?: string | undefined;
}

/** A page of lines: an enterprise its own, a bank those referred to it, the park all of them. */
export async function searchLines(
  deps: Deps,
  actor: Actor,
  { limit, cursor, ...search }: LineSearch,
): Promise<Page<LineRow>> {
  const isBank = hasRole(actor, 'bank');
  const only = isBank ? null : onlyEnterprise(actor);
  const banks = isBank ? await listBankCodes(deps.db, actor.park, actor.org ?? '') : null;
  const where = linesWhere({ ...search, banks, ...(only === null ? {} : { uscc: only }) });
  return searchRecords(deps, actor, creditLine, {
    limit,
    cursor,
    filter: { list: 'credit-lines', ...search },
    where,
  });
}
