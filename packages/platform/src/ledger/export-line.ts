export const EXPORT_FORMAT = 'qinwu-ledger-1';

/** The first line of an export. */
export interface ExportHeader {
  exportedAt: string;
  /** The last checkpoint whose entries the export holds, 0 where nothing was sealed yet. */
  checkpoint: number;
  /** The one park whose entries stand in full; null where all do. */
  park: string | null;
}

/** One entry of an export, column by column as it stands in the ledger; `at` in RFC 3339, UTC, milliseconds. */
export interface ExportLine {
  park: string;
  caseKind: string;
  caseId: string;
  seq: number;
  at: string;
  actor: string;
  action: string;
  body: string;
  prevHash: string;
  hash: string;
}

const TEXTS = ['park', 'caseKind', 'caseId', 'at', 'actor', 'action', 'body', 'prevHash', 'hash'] as const;
const COPIES = ['park', 'caseKind', 'caseId', 'seq', 'at', 'actor', 'action'] as const;

/** Reads the first line of an export; null where it is none. */
export function readExportHeader(line: string | null): ExportHeader | null {
  const value: unknown = line === null ? null : parse(line);
  if (typeof value !== 'object' || value === null || Reflect.get(value, 'format') !== EXPORT_FORMAT)
    return null;
  const { exportedAt, checkpoint, park = null }: Partial<ExportHeader> = value;
  const isSound = typeof exportedAt === 'string' && Number.isInteger(checkpoint);
  return isSound && checkpoint !== undefined && (park === null || typeof park === 'string')
    ? { exportedAt, checkpoint, park }
    : null;
}

/** Reads the line that stands for another park's entry: its leaf hash alone. */
export function readLeafLine(line: string): Buffer | null {
  const value = parse(line);
  const leaf: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'leaf') : null;
  return typeof leaf === 'string' && /^[0-9a-f]{64}$/.test(leaf) ? Buffer.from(leaf, 'hex') : null;
}

/** Reads a line of an export; null where it is no entry. */
export function readExportLine(line: string): ExportLine | null {
  const value = parse(line);
  if (typeof value !== 'object' || value === null || !isLine(value)) return null;
  return value;
}

/** True where the columns say the same as the body, which alone is hashed. */
export function columnsFitBody(line: ExportLine): boolean {
  const body = parse(line.body);
  if (typeof body !== 'object' || body === null) return false;
  return COPIES.every((name) => Reflect.get(body, name) === line[name]);
}

// The form of ids and hashes needs no check: they are compared with what was sealed or computed.
function isLine(value: object): value is ExportLine {
  const line: Partial<ExportLine> = value;
  return TEXTS.every((name) => typeof line[name] === 'string') && isSeq(line.seq);
}

const isSeq = (seq = 0): boolean => Number.isInteger(seq) && seq > 0 && seq < 2 ** 31;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
