import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../deps.ts';
import { type AttachedFile, findOwnFiles, takeFiles } from '../store/grievance-files.ts';

/** Photos and documents one grievance holds at most, those of all its cycles together. */
const MOST_FILES = 10;

/** The record the files are for, and the field that names them. */
export interface FilesTarget {
  owner: string;
  pointer: string;
}

function ensureAll(files: AttachedFile[], ids: readonly string[], pointer: string): AttachedFile[] {
  if (files.length === new Set(ids).size) return files;
  throw fieldRule(pointer, 'file-unusable', {
    zh: '文件不存在、不是本人上传或已用于其他记录',
    en: 'There is no such file, it is not yours, or it belongs to another record',
  });
}

/** Refuses an intake that brings more files than a grievance holds. */
export function ensureFew(ids: readonly string[], pointer: string): void {
  if (ids.length <= MOST_FILES) return;
  const detail = {
    zh: `每件诉求至多 ${MOST_FILES} 个附件`,
    en: `A grievance holds at most ${MOST_FILES} files`,
  };
  const title = { zh: '附件过多', en: 'Too many files' };
  throw refuse('too-large', 'files-too-many', title, {
    detail,
    errors: [{ pointer, code: 'too-many', detail }],
  });
}

/** Refuses more files than a grievance holds. */
export function ensureRoom(count: number): void {
  if (count <= MOST_FILES) return;
  throw fieldRule('/files', 'files-too-many', {
    zh: `每件诉求至多 ${MOST_FILES} 个附件`,
    en: `A grievance holds at most ${MOST_FILES} files`,
  });
}

/** A caller's own files with their hashes, for a commit that attaches them; refuses those it cannot have. */
export async function ownFiles(
  deps: Deps,
  { actor }: Caller,
  ids: readonly string[],
  { owner, pointer }: FilesTarget,
): Promise<AttachedFile[]> {
  if (ids.length === 0) return [];
  const found = await findOwnFiles(deps.db, { park: actor.park, uploader: actor.id, ids, owner });
  return ensureAll(found, ids, pointer);
}

/** Attaches a caller's own files inside a transaction; refuses those it cannot have. */
export async function attachOwn(
  tx: Tx,
  { actor }: Caller,
  ids: readonly string[],
  { owner, pointer }: FilesTarget,
): Promise<AttachedFile[]> {
  return ensureAll(await takeFiles(tx, { park: actor.park, uploader: actor.id, ids, owner }), ids, pointer);
}
