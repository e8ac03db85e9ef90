import type { KeyObject } from 'node:crypto';
import { type Checkpoint, FIRST_PREVIOUS, lineHash, readCheckpoint } from './checkpoint.ts';
import { type ChainHead, entryHash, GENESIS_HASH } from './entry.ts';
import {
  columnsFitBody,
  type ExportHeader,
  type ExportLine,
  readExportHeader,
  readExportLine,
} from './export-line.ts';
import { type Leaf, markOf, unpackLeaves } from './leaf-list.ts';
import { type LineReader, type Lines, lineReader } from './line-reader.ts';
import { leafHash, merkleRoot } from './merkle.ts';
import { isAt, readSealedLine, type SealedLine } from './sealed-line.ts';

/** What is wrong with an export: the first bad entry, or the checkpoint that cannot be trusted. */
export type LedgerFault =
  | { kind: 'altered' | 'missing' | 'reordered' | 'unexpected'; caseId: string | null; seq: number | null }
  | { kind: 'checkpoint'; number: number }
  | { kind: 'header' };

/** The outcome; `sealed` of the `entries` are proven by signed checkpoints, the rest by their chain alone. */
export interface VerifyReport {
  fault: LedgerFault | null;
  /** When the export was made and of which park, as it says itself; null where it has no header. */
  header: ExportHeader | null;
  entries: number;
  sealed: number;
  /** Sealed entries of other parks, of which the export holds the hash alone. */
  others: number;
  checkpoints: number;
  /** Checkpoints made after the export: what they seal of it was compared, what came later cannot be missed. */
  newer: number;
  /** The key the checkpoints were signed with, base64 SPKI; null where there was none. */
  publicKey: string | null;
}

interface Progress extends Omit<VerifyReport, 'fault'> {
  heads: Map<string, ChainHead>;
  /** Marks of the entries that newer checkpoints seal, by `placeOf`. */
  newerMarks: Map<string, string>;
}

/**
 * Verifies an export offline, reading both files once: every entry's hash, every case's chain, and that exactly the
 * entries of each signed checkpoint up to the export's last one stand in their places. Without checkpoints (empty)
 * only the chains are verified, and a cut end goes unseen. With `publicKey` null each checkpoint is taken at its own
 * key: compare the reported one with the one published. Of one park's export a whole case left out goes unseen: the
 * checkpoints do not say whose a case is. Memory grows with the number of cases, and of entries sealed later.
 */
export async function verifyExport(
  lines: Lines,
  checkpoints: Lines,
  publicKey: KeyObject | null,
): Promise<VerifyReport> {
  const progress: Progress = {
    header: null,
    entries: 0,
    sealed: 0,
    others: 0,
    checkpoints: 0,
    newer: 0,
    publicKey: null,
    heads: new Map(),
    newerMarks: new Map(),
  };
  const fault = await findFault(lineReader(lines), lineReader(checkpoints), publicKey, progress);
  const { heads: _heads, newerMarks: _marks, ...counts } = progress;
  return { fault, ...counts };
}

async function findFault(
  lines: LineReader,
  checkpoints: LineReader,
  publicKey: KeyObject | null,
  progress: Progress,
): Promise<LedgerFault | null> {
  const header = readExportHeader(await lines.next());
  if (!header) return { kind: 'header' };
  progress.header = header;
  let previous = FIRST_PREVIOUS;
  for (let line = await checkpoints.next(); line !== null; line = await checkpoints.next()) {
    const number = progress.checkpoints + progress.newer + 1;
    const checkpoint = readCheckpoint(line, publicKey);
    if (!checkpoint || checkpoint.number !== number || checkpoint.previous !== previous) {
      return { kind: 'checkpoint', number };
    }
    if (progress.publicKey !== null && progress.publicKey !== checkpoint.publicKey && publicKey === null) {
      return { kind: 'checkpoint', number };
    }
    progress.publicKey = checkpoint.publicKey;
    previous = lineHash(line);
    if (number > header.checkpoint) {
      for (const leaf of unpackLeaves(checkpoint.leaves)) progress.newerMarks.set(placeOf(leaf), leaf.mark);
      progress.newer++;
      continue;
    }
    const fault = await sealedFault(lines, checkpoint, progress);
    if (fault) return fault;
    progress.checkpoints = number;
  }
  return unsealedFault(lines, progress);
}

async function sealedFault(
  lines: LineReader,
  checkpoint: Checkpoint,
  progress: Progress,
): Promise<LedgerFault | null> {
  const park = progress.header?.park ?? null;
  const leaves = [...unpackLeaves(checkpoint.leaves)];
  const hashes: Buffer[] = [];
  for (const [index, expected] of leaves.entries()) {
    const text = await lines.next();
    const { caseId, seq } = expected;
    if (text === null) return { kind: 'missing', caseId, seq };
    const line = readSealedLine(text, park);
    if (!line || !isAt(line, expected)) {
      return displaced(lines, line, { expected, following: leaves[index + 1], park });
    }
    if (markOf(line.leaf) !== expected.mark || !isCredible(line, expected, progress)) {
      return { kind: 'altered', caseId, seq };
    }
    count(line, progress);
    hashes.push(line.leaf);
  }
  const whole =
    leaves.length === checkpoint.entries && merkleRoot(hashes).toString('hex') === checkpoint.root;
  return whole ? null : { kind: 'checkpoint', number: checkpoint.number };
}

/** True where an entry continues its chain, or a hash alone stands for one of a case the export shows nothing of. */
function isCredible({ entry }: SealedLine, { caseId }: Leaf, { header, heads }: Progress): boolean {
  if (entry === null) return !heads.has(caseId);
  return isSound(entry, header) && follows(entry, heads);
}

function count({ entry }: SealedLine, progress: Progress): void {
  if (entry === null) {
    progress.others++;
    return;
  }
  progress.entries++;
  progress.sealed++;
}

interface Place {
  expected: Leaf;
  following: Leaf | undefined;
  park: string | null;
}

/** Says what happened at a place where another entry stands than the one sealed there. */
async function displaced(
  lines: LineReader,
  found: SealedLine | null,
  { expected, following, park }: Place,
): Promise<LedgerFault> {
  const { caseId, seq } = expected;
  const [first, second] = (await lines.peek(2)).map((text) => readSealedLine(text, park));
  const comesNext = isAt(first, expected);
  // Where the expected entry follows, something was put before it, or the two changed places.
  if (comesNext && !(isAt(found, following) && !isAt(second, following))) {
    return { kind: 'unexpected', caseId: found?.entry?.caseId ?? null, seq: found?.entry?.seq ?? null };
  }
  if (comesNext) return { kind: 'reordered', caseId, seq };
  if (isAt(found, following)) return { kind: 'missing', caseId, seq };
  // Followed by what belongs there: the entry itself was made into another one.
  if (isAt(first, following)) return { kind: 'altered', caseId, seq };
  return { kind: found ? 'reordered' : 'altered', caseId, seq };
}

async function unsealedFault(lines: LineReader, progress: Progress): Promise<LedgerFault | null> {
  for (let text = await lines.next(); text !== null; text = await lines.next()) {
    const line = readExportLine(text);
    if (!line) return { kind: 'altered', caseId: null, seq: null };
    const { caseId, seq } = line;
    const next = (progress.heads.get(caseId)?.seq ?? 0) + 1;
    if (seq > next) return { kind: 'missing', caseId, seq: next };
    if (seq < next) return { kind: 'unexpected', caseId, seq };
    const mark = progress.newerMarks.get(placeOf(line));
    const isSealed = mark === undefined || mark === markOf(leafHash(caseId, seq, line.hash));
    if (!isSealed || !isSound(line, progress.header) || !follows(line, progress.heads)) {
      return { kind: 'altered', caseId, seq };
    }
    progress.entries++;
  }
  return null;
}

const placeOf = ({ caseId, seq }: { caseId: string; seq: number }): string => `${caseId} ${seq}`;

function isSound(line: ExportLine, header: ExportHeader | null): boolean {
  if (header?.park && line.park !== header.park) return false;
  return entryHash(line.prevHash, line.body) === line.hash && columnsFitBody(line);
}

/** True where the entry continues its case's chain; then it is the chain's new head. */
function follows(line: ExportLine, heads: Map<string, ChainHead>): boolean {
  const head = heads.get(line.caseId);
  if (line.seq !== (head?.seq ?? 0) + 1 || line.prevHash !== (head?.hash ?? GENESIS_HASH)) return false;
  heads.set(line.caseId, { seq: line.seq, hash: line.hash });
  return true;
}
