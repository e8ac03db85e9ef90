import { Readable } from 'node:stream';
import type { Answer, CallContext } from '../http/route.ts';
import { attachmentHeader } from './file-name.ts';
import type { OpenedFile } from './open-file.ts';

/** A file as an answer: streamed, to be saved and never shown as a page; 304 where the caller has it already. */
export function fileAnswer({ ifNoneMatch }: Pick<CallContext, 'ifNoneMatch'>, file: OpenedFile): Answer {
  const etag = `"${file.sha256}"`;
  if (ifNoneMatch?.split(',').some((tag) => [etag, '*'].includes(tag.trim().replace(/^W\//, ''))))
    return { status: 304, headers: { etag } };
  const headers = {
    'content-type': file.mediaType,
    'content-length': String(file.bytes),
    'content-disposition': attachmentHeader(file.name),
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-cache',
    etag,
  };
  return { status: 200, headers, stream: Readable.from(file.chunks, { objectMode: false }) };
}
