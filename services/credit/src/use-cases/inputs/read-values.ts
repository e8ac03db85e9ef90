import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { seesEnterprise } from '../../rules/inputs/sight.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { findOptionalValue, listValues, listVersions, type Sight } from '../../store/values.ts';
import type { ValueState } from '../../vocabulary.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';

/** The current version of a value the actor may see; refuses `value-missing`. */
export async function getValue(deps: Deps, actor: Actor, id: string): Promise<ValueRow> {
  const row = await findOptionalValue(deps.db, actor.park, id);
  if (row !== null && seesEnterprise(actor, row.uscc)) return row;
  throw refuse('missing', 'value-missing', { zh: '没有这个指标值', en: 'There is no such value' });
}

/** Every version of a value the actor may see, the first one first. */
export async function getVersions(deps: Deps, actor: Actor, id: string): Promise<ValueRow[]> {
  await getValue(deps, actor, id);
  return listVersions(deps.db, actor.park, id);
}

export interface ValueSearch extends Sight {
  uscc: string;
  code?: string | undefined;
  state?: ValueState | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of an enterprise's values as they stood at the instant asked for. */
export async function searchValues(
  deps: Deps,
  { actor, now }: { actor: Actor; now: Date },
  { uscc, code, state, asOf, knownOn, limit, cursor }: ValueSearch,
): Promise<Page<ValueRow>> {
  ensureKnowable(knownOn, now);
  await getEnterprise(deps, actor, uscc);
  const filter = { list: 'values', uscc, code, state, asOf, knownOn: knownOn?.toISOString() };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listValues(deps.db, {
    park: actor.park,
    uscc,
    code,
    state,
    asOf,
    knownOn,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}

/** Refuses an instant to come: what will be known by then is not known. */
export function ensureKnowable(knownOn: Date | null, now: Date): void {
  if (knownOn === null || knownOn <= now) return;
  throw fieldRule('/knownOn', 'date-in-future', { zh: '不能晚于现在', en: 'Not later than now' });
}
