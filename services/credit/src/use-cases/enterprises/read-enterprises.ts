import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { onlyEnterprise, seesEnterprise } from '../../rules/inputs/sight.ts';
import type { EnterpriseRow } from '../../store/enterprise-table.ts';
import { findOptionalEnterprise, listEnterprises } from '../../store/enterprises.ts';

/** An enterprise the actor may see; refuses `enterprise-missing`, also where it is somebody else's to see. */
export async function getEnterprise(deps: Deps, actor: Actor, uscc: string): Promise<EnterpriseRow> {
  const row = seesEnterprise(actor, uscc)
    ? await findOptionalEnterprise(deps.db.orm, actor.park, uscc)
    : null;
  if (row !== null) return row;
  throw refuse('missing', 'enterprise-missing', {
    zh: '没有登记这家企业',
    en: 'There is no such enterprise',
  });
}

export interface EnterpriseSearch {
  industry?: string | undefined;
  active?: boolean | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the enterprises the actor may see, by their codes. */
export async function searchEnterprises(
  deps: Deps,
  actor: Actor,
  { industry, active, limit, cursor }: EnterpriseSearch,
): Promise<Page<EnterpriseRow>> {
  const filter = { list: 'enterprises', industry, active };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['text']);
  const rows = await listEnterprises(deps.db, {
    park: actor.park,
    only: onlyEnterprise(actor),
    industry,
    active,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.uscc], filter));
}
