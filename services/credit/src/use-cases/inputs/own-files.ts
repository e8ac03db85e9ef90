import type { Actor } from '@qinwu/domain/actor';
import { fieldRule } from '@qinwu/domain/errors';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { attachOwn, type EvidenceFile, type FileOwner, findOwnFiles } from '../../store/evidence-files.ts';

/** A caller's own files, which belong to nothing yet, with their hashes; refuses those it cannot have. */
export async function ownFiles(
  deps: Deps,
  { park, id: uploader }: Actor,
  ids: readonly string[],
  pointer: string,
): Promise<EvidenceFile[]> {
  const found = await findOwnFiles(deps.db, { park, uploader, ids });
  if (found.length !== new Set(ids).size) throw filesUnusable(pointer);
  return found;
}

/** Makes files a record's own; refuses them where one has been taken meanwhile. */
export async function attachTo(
  tx: Tx,
  of: { park: string; ids: readonly string[]; owner: FileOwner },
  pointer: string,
): Promise<void> {
  if (!(await attachOwn(tx, of))) throw filesUnusable(pointer);
}

/** The refusal of files that are not there, not the caller's, or another record's. */
function filesUnusable(pointer: string): Error {
  return fieldRule(pointer, 'file-unusable', {
    zh: '文件不存在、不是本人上传或已用于其他记录',
    en: 'There is no such file, it is not yours, or it belongs to another record',
  });
}
