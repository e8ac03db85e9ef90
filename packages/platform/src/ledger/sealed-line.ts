import { type ExportLine, readExportLine, readLeafLine } from './export-line.ts';
import { type Leaf, markOf } from './leaf-list.ts';
import { leafHash } from './merkle.ts';

/** What stands in a sealed entry's place: the entry, or of another park's its leaf hash alone. */
export interface SealedLine {
  entry: ExportLine | null;
  leaf: Buffer;
}

/** Reads a line of an export's sealed part; null where it is none. In the export of all parks no entry is left out. */
export function readSealedLine(text: string, park: string | null): SealedLine | null {
  const entry = readExportLine(text);
  if (entry) return { entry, leaf: leafHash(entry.caseId, entry.seq, entry.hash) };
  const leaf = park === null ? null : readLeafLine(text);
  return leaf && { entry, leaf };
}

/** True where a line stands at its sealed place; a hash alone tells its own by the mark. */
export function isAt(line: SealedLine | null | undefined, place: Leaf | undefined): boolean {
  if (!line || !place) return false;
  const { entry, leaf } = line;
  return entry ? entry.caseId === place.caseId && entry.seq === place.seq : markOf(leaf) === place.mark;
}
