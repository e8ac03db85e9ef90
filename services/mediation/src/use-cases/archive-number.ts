import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../deps.ts';
import { archiveKey } from '../rules/archive-number.ts';
import { findArchived, insertArchiveNumber } from '../store/archive-numbers.ts';
import type { CaseRow } from '../store/case-table.ts';
import { namedIfSeen } from './named-case.ts';

/** Turns a taken archive number into a refusal; the other case is named to whoever stands in it. Else the error itself. */
export async function archiveNumberTaken(
  { db }: Deps,
  actor: Actor,
  { number, error }: { number: string; error: unknown },
): Promise<unknown> {
  if (constraintOf(error) !== 'archive_number_key') return error;
  const id = await findArchived(db, actor.park, archiveKey(number));
  return numberTaken(number, await namedIfSeen(db, actor, id));
}

function numberTaken(number: string, named: { extra?: Record<string, unknown> } = {}): Error {
  const detail = {
    zh: `档案号 ${number} 已用于另一案件`,
    en: `The archive number ${number} stands on another case`,
  };
  return refuse('conflict', 'archive-number-taken', detail, {
    errors: [{ pointer: '/archiveNumber', code: 'taken', detail }],
    ...named,
  });
}

/** Takes the number of a case that comes in archived, as the action does; refuses one that stands on another case. */
export async function takeArchiveNumber(tx: Tx, { id, parkId, archiveNumber }: CaseRow): Promise<void> {
  if (archiveNumber === null) return;
  const isFree = await insertArchiveNumber(tx, { park: parkId, key: archiveKey(archiveNumber), caseId: id });
  if (!isFree) throw numberTaken(archiveNumber);
}
