import { StaleError } from '../db/commit.ts';
import { ifMatchVersion } from './etag.ts';
import { httpFault } from './fault.ts';
import type { CallContext } from './route.ts';

const READ_FIRST = {
  zh: '该条目已存在：先 GET 同一地址，把得到的 ETag 放入 If-Match 再更新',
  en: 'The entry exists: GET this address first and send its ETag as If-Match',
};

/** A new entry needs no If-Match, a changed one does: nobody overwrites what they have not seen. */
export function ensureSeen(
  call: Pick<CallContext, 'request'>,
  before: { id: string; version: number } | null,
): void {
  const header = call.request.headers['if-match'];
  if (before === null) {
    if (header !== undefined) throw new StaleError();
    return;
  }
  if (header?.trim() === '*') return;
  const version = ifMatchVersion(header, before.id);
  if (version === null) throw httpFault('if-match-missing', { detail: READ_FIRST });
  if (version !== before.version) throw new StaleError();
}
