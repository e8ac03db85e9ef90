import { ifMatchVersion } from '@qinwu/platform/http/etag';
import { httpFault } from '@qinwu/platform/http/fault';
import type { CallContext } from '@qinwu/platform/http/route';
import { ensureVersion } from '../use-cases/open-case.ts';

/** Of nothing that is stored. */
const NO_VERSION = -1;
const READ_FIRST = {
  zh: '该条目已存在：先 GET 同一地址，把得到的 ETag 放入 If-Match 再更新',
  en: 'The entry exists: GET this address first and send its ETag as If-Match',
};

/** A new entry needs no If-Match, a changed one does: nobody overwrites what they have not seen. */
export function ensureSeen(call: CallContext, before: { id: string; version: number } | null): void {
  const header = call.request.headers['if-match'];
  if (before === null) {
    ensureVersion({ version: 0 }, header === undefined ? null : NO_VERSION);
    return;
  }
  if (header?.trim() === '*') return;
  const version = ifMatchVersion(header, before.id);
  if (version === null) throw httpFault('if-match-missing', { detail: READ_FIRST });
  ensureVersion(before, version);
}
