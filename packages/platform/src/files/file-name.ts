import { isSafeText, tidyText } from '@qinwu/domain/safe-text';
import { fileNameInvalid } from './file-faults.ts';
import { MAX_NAME_CHARS } from './file-limits.ts';

/** Names that are devices on Windows, with or without an extension. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'application/pdf': 'pdf',
  'text/csv': 'csv',
  'application/jsonl': 'jsonl',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
};

/**
 * The name a file is kept and offered under: the sender's where it is a plain name, else one made from the id.
 * Throws `file-name-invalid` for NUL, control and bidi characters and more than 255 characters.
 */
export function keptName(sent: string, id: string, mediaType: string): string {
  const name = tidyText(sent);
  if ([...name].length > MAX_NAME_CHARS || (name !== '' && !isSafeText(name))) throw fileNameInvalid();
  const plain = name !== '' && !/[/\\:*?"<>|]/.test(name) && !name.startsWith('.') && !RESERVED.test(name);
  return plain ? name : `${id}.${EXTENSIONS[mediaType] ?? 'bin'}`;
}

/** `Content-Disposition` (RFC 6266) that makes a browser save the file instead of showing it. */
export function attachmentHeader(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
