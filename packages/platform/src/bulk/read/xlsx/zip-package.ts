import type { FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { isDomainError } from '@qinwu/domain/errors';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { carriedFault } from '../../../http/fault.ts';
import { unreadable } from '../read-faults.ts';
import { tooManyBytes } from '../too-large.ts';

/** An office workbook has tens of parts; ten thousand are an attack on our memory. */
const MAX_ENTRIES = 10_000;

/** The parts of an office package, by their names. */
export interface ZipPackage {
  has(name: string): boolean;
  /** The part's bytes, unpacked as they are read; refuses a part that is not there. */
  open(name: string): Promise<Readable>;
}

const notWorkbook = () =>
  unreadable('workbook-unreadable', '文件不是有效的 XLSX 工作簿', 'the file is not a valid XLSX workbook');

async function entriesOf(zip: ZipFile, maxBytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) throw notWorkbook();
  const entries = new Map<string, Entry>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    unpacked += entry.uncompressedSize;
    // The reader checks that a part unpacks to no more than it declares, so the declared sum bounds a zip bomb.
    if (unpacked > maxBytes) throw tooManyBytes(maxBytes);
    if (entry.isEncrypted() || entries.has(entry.fileName)) throw notWorkbook();
    entries.set(entry.fileName, entry);
  }
  return entries;
}

/** Opens the zip in a file by its central directory; its file handle stays the caller's. */
export async function openZip(file: FileHandle, maxBytes: number): Promise<ZipPackage> {
  try {
    const zip = await fromFdPromise(file.fd, {
      lazyEntries: true,
      autoClose: false,
      validateEntrySizes: true,
    });
    const entries = await entriesOf(zip, maxBytes);
    return {
      has: (name) => entries.has(name),
      async open(name) {
        const entry = entries.get(name);
        if (entry === undefined) throw notWorkbook();
        return await zip.openReadStreamPromise(entry);
      },
    };
  } catch (error) {
    throw isDomainError(error) || carriedFault(error) !== null ? error : notWorkbook();
  }
}
