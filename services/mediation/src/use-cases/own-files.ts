import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { type AttachedFile, findOwnFiles } from '../store/case-files.ts';

/** A caller's own files with their hashes, for a commit that attaches them; refuses those it cannot have. */
export async function ownFiles(
  deps: Deps,
  { actor }: Caller,
  ids: readonly string[],
  { owner, pointer }: { owner: string; pointer: string },
): Promise<AttachedFile[]> {
  if (ids.length === 0) return [];
  const found = await findOwnFiles(deps.db, { park: actor.park, uploader: actor.id, ids, owner });
  if (found.length === new Set(ids).size) return found;
  throw fieldRule(pointer, 'file-unusable', {
    zh: '文件不存在、不是本人上传或已用于其他记录',
    en: 'There is no such file, it is not yours, or it belongs to another record',
  });
}
