import type { Actor } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Deps } from '../../deps.ts';
import { listTitlesInForce } from '../../store/mirrors/mirrors.ts';
import type { TitleRow } from '../../store/mirrors/tables.ts';

/** The titles an enterprise of the caller's park holds today. */
export function titlesInForce(
  { db }: Deps,
  { actor: { park }, now }: { actor: Actor; now: Date },
  uscc: string,
): Promise<TitleRow[]> {
  return listTitlesInForce(db, { park, uscc, on: localDateOf(now) });
}
