import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../deps.ts';
import { type LoadedMediator, listMediators, type MediatorFilter } from '../store/mediators.ts';
import { findOptionalRoom, listRooms, type RoomRow } from '../store/rooms.ts';

interface Paging {
  limit: number;
  cursor?: string | undefined;
}

function afterCode(cursor: string | undefined, filter: unknown): string | null {
  return cursor === undefined ? null : String(decodeCursor(cursor, filter, ['text'])[0]);
}

function pageOf<T extends { code: string }>(rows: T[], limit: number, filter: unknown): Page<T> {
  return cutPage(rows, limit, (last) => encodeCursor([last.code], filter));
}

/** A page of the roster with what each has to do. */
export async function pageOfMediators(
  deps: Deps,
  { actor, now }: Caller,
  { limit, cursor, ...filter }: Paging & MediatorFilter,
): Promise<Page<LoadedMediator>> {
  const { freeFrom, freeTo } = filter;
  if ((freeFrom === undefined) !== (freeTo === undefined) || (freeFrom && freeTo && freeFrom >= freeTo)) {
    throw fieldRule('/freeTo', 'period-reversed', {
      zh: 'freeFrom 与 freeTo 须同时填写，且止晚于起',
      en: 'freeFrom and freeTo come together, the end after the beginning',
    });
  }
  const about = { list: 'mediators', ...filter };
  const after = afterCode(cursor, about);
  const rows = await listMediators(deps.db, { park: actor.park, filter, after, limit: limit + 1, now });
  return pageOf(rows, limit, about);
}

/** One mediator with what it has to do; refuses `mediator-missing`. */
export async function getMediator(deps: Deps, { actor, now }: Caller, code: string): Promise<LoadedMediator> {
  const page = { park: actor.park, filter: { code }, after: null, limit: 1, now };
  const [row] = await listMediators(deps.db, page);
  if (row !== undefined) return row;
  throw refuse('missing', 'mediator-missing', { zh: '名册中没有该调解员', en: 'There is no such mediator' });
}

/** A page of the rooms. */
export async function pageOfRooms(
  deps: Deps,
  { park }: Actor,
  { limit, cursor }: Paging,
): Promise<Page<RoomRow>> {
  const about = { list: 'rooms' };
  const rows = await listRooms(deps.db, { park, after: afterCode(cursor, about), limit: limit + 1 });
  return pageOf(rows, limit, about);
}

/** One room; refuses `room-missing`. */
export async function getRoom(deps: Deps, { park }: Actor, code: string): Promise<RoomRow> {
  const row = await findOptionalRoom(deps.db, park, code);
  if (row !== null) return row;
  throw refuse('missing', 'room-missing', { zh: '没有该调解室', en: 'There is no such room' });
}
