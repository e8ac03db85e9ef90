import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { chooseStandard } from '../rules/standards.ts';
import { STANDARD_KINDS, type Standard, type StandardKind } from '../standard.ts';
import {
  findOptionalStandard,
  listStandards,
  type StandardKey,
  type StandardRow,
  standardsKnown,
  standardsOf,
} from '../store/standards.ts';

/** A page of the park's own standards. */
export async function pageOfStandards(
  deps: Deps,
  { park }: Actor,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<StandardRow>> {
  const filter = { list: 'standards' };
  const after = cursor === undefined ? null : decodeCursor(cursor, filter, ['text', 'text', 'date']);
  const rows = await listStandards(deps.db, { park, after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  return {
    items,
    next: hasMore ? encodeCursor([last.kind, last.region, last.validFrom], filter) : null,
  };
}

/** One of the park's own standards; refuses `standard-unknown`. */
export async function getStandard(deps: Deps, { park }: Actor, key: StandardKey): Promise<StandardRow> {
  const row = await findOptionalStandard(deps.db, park, key);
  if (row !== null) return row;
  throw refuse('missing', 'standard-unknown', { zh: '没有该标准', en: 'There is no such standard' });
}

/** What the park calculates with at a place on a day. */
export type Standards = (kind: StandardKind, on: LocalDate) => Standard;

/** Where standards are looked for, and as known when: null is now. */
export interface Look {
  region: string | null;
  knownOn: Date | null;
}

/** The standards of the caller's park, to choose from; the defaults where it has none of a kind. */
export async function openStandards(
  deps: Deps,
  { actor: { park }, now }: Caller,
  { region, knownOn }: Look,
): Promise<Standards> {
  if (knownOn !== null && knownOn > now) {
    throw fieldRule('/knownOn', 'instant-in-future', {
      zh: '不得晚于现在',
      en: 'Nobody knows yet what will be known then',
    });
  }
  const ofPark =
    knownOn === null ? await standardsOf(deps.db.orm, park) : await standardsKnown(deps.db, park, knownOn);
  return (kind, on) => chooseStandard(ofPark, { kind, on, region });
}

/** One standard of every kind, as calculations of that day use them; what stands in for others is told once. */
export async function standardsInForce(
  deps: Deps,
  caller: Caller,
  { on, ...look }: Look & { on: LocalDate },
): Promise<Standard[]> {
  const standards = await openStandards(deps, caller, look);
  return STANDARD_KINDS.map((kind) => ({ kind, used: standards(kind, on) })).flatMap(({ kind, used }) =>
    used.kind === kind ? [used] : [],
  );
}
