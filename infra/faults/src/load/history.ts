import { appendFileSync, readFileSync } from 'node:fs';

/** One request as the client saw it. */
export interface HistoryLine {
  readonly op: 'create' | 'replay';
  /** Its Idempotency-Key. */
  readonly key: string;
  readonly attempt: number;
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly end: number;
  /** 0 where no answer came. */
  readonly status: number;
  readonly retryAfter: string | null;
  /** The record's id, where the answer was 2xx. */
  readonly id: string | null;
  /** SHA-256 of the body, hex. */
  readonly bodyHash: string | null;
}

/** The history of a run: JSON lines in a file, written as they happen and read by the checker afterwards. */
export interface History {
  readonly file: string;
  add(line: HistoryLine): void;
  /** Creations acknowledged so far. */
  acknowledged(): number;
}

/** Starts a history in a file. */
export function openHistory(file: string): History {
  let acknowledged = 0;
  return {
    file,
    add: (line) => {
      appendFileSync(file, `${JSON.stringify(line)}\n`);
      if (line.op === 'create' && isAcknowledged(line)) acknowledged += 1;
    },
    acknowledged: () => acknowledged,
  };
}

/** Reads a history back. */
export function readHistory(file: string): HistoryLine[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as HistoryLine);
}

/** Acknowledged means that a 2xx reached the client. */
export function isAcknowledged(line: HistoryLine): boolean {
  return line.status >= 200 && line.status < 300;
}
