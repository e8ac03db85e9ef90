import { fileTypeFromBuffer } from 'file-type';

/** How much of a file is looked at to tell its type. */
export const TYPE_PREFIX_BYTES = 64 * 1024;

const ZIP = 'application/zip';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const TEXT_TYPES = ['text/csv', 'application/jsonl', 'text/plain'];

function looksLikeText(prefix: Buffer): boolean {
  return !prefix.includes(0);
}

/**
 * The type a file has by its content, out of those accepted; null where it has none of them. A name or a sender's
 * word never decides. Text has no signature: it is taken as the accepted text type where nothing else was found.
 */
export async function contentType(prefix: Buffer, accept: readonly string[]): Promise<string | null> {
  const found = (await fileTypeFromBuffer(prefix))?.mime;
  if (found !== undefined && accept.includes(found)) return found;
  // Some producers put the part that tells a workbook from another zip far behind; its reader finds out.
  if (found === ZIP && accept.includes(XLSX)) return XLSX;
  if (found !== undefined) return null;
  const text = TEXT_TYPES.find((type) => accept.includes(type));
  return text !== undefined && looksLikeText(prefix) ? text : null;
}
