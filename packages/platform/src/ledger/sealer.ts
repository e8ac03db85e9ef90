import { createPrivateKey, type KeyObject } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Database, DatabaseLog, Tx } from '../db/database.ts';
import { inTransaction } from '../db/in-transaction.ts';
import { lineHash, readCheckpoint } from './checkpoint.ts';
import { appendLines, readFileEnd } from './checkpoint-file.ts';
import { sealBatch } from './seal-batch.ts';

export interface SealerOptions {
  db: Database;
  service: string;
  /** Ed25519, PKCS8 DER in base64. */
  ledgerKey: string;
  /** Outside the database, best on another machine's disk; without it checkpoints stand in the database alone. */
  checkpointFile?: string | undefined;
  now(): Date;
  log: DatabaseLog;
  everyMs?: number;
}

export interface Sealer {
  /** Seals everything there is and returns how many entries; 0 where another process is sealing. */
  sealNow(): Promise<number>;
  close(): Promise<void>;
}

const EVERY_MS = 2_000;
const SEAL_LOCK = 0x7365616c;
/** Lines read from the database at once while a file catches up; a line is up to 350 kB. */
const LINES_AT_ONCE = 20;

/** Seals new entries every two seconds; of all processes on a database, one at a time. */
export function startSealer(options: SealerOptions): Sealer {
  const { log, everyMs = EVERY_MS } = options;
  const privateKey = createPrivateKey({
    key: Buffer.from(options.ledgerKey, 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  let closed = false;
  let running: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  function sealNow(): Promise<number> {
    const pass = running.then(() => sealAll(options, privateKey, () => closed));
    running = pass.catch(() => undefined);
    return pass;
  }
  function schedule(): void {
    if (closed) return;
    timer = setTimeout(() => {
      sealNow()
        .catch((error: unknown) => log.error({ err: error }, 'the ledger could not be sealed'))
        .finally(schedule);
    }, everyMs);
  }
  schedule();

  return {
    sealNow,
    async close() {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}

async function sealAll(
  options: SealerOptions,
  privateKey: KeyObject,
  closed: () => boolean,
): Promise<number> {
  const { db, service, checkpointFile } = options;
  let total = 0;
  while (!closed()) {
    const sealed = await inTransaction(db, async (tx) =>
      (await isOnlySealer(tx)) ? sealBatch(tx, { service, privateKey, now: options.now() }) : 0,
    );
    if (checkpointFile !== undefined) await catchUpFile(db, checkpointFile);
    total += sealed;
    if (sealed === 0) break;
  }
  return total;
}

async function isOnlySealer(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute<{ held: boolean }>(
    sql`select pg_try_advisory_xact_lock(${SEAL_LOCK}::bigint) as held`,
  );
  return rows[0]?.held === true;
}

/**
 * Appends to the file whatever checkpoints it lacks, so that a crash between commit and append, or a new disk, heals
 * by itself. A file that is ahead of the database, or tells another story, is never written to: the database was
 * restored or tampered with, and a person must look.
 */
async function catchUpFile(db: Database, path: string): Promise<void> {
  for (let appended = LINES_AT_ONCE; appended === LINES_AT_ONCE; ) {
    appended = await inTransaction(db, async (tx) => {
      if (!(await isOnlySealer(tx))) return 0;
      const { lastLine } = await readFileEnd(path);
      const number = lastLine === null ? 0 : await knownNumber(tx, path, lastLine);
      const { rows } = await tx.execute<{ line: string }>(
        sql`select line from ledger_checkpoint where number > ${number} order by number limit ${LINES_AT_ONCE}`,
      );
      if (rows.length > 0) {
        await appendLines(
          path,
          rows.map((row) => row.line),
        );
      }
      return rows.length;
    });
  }
}

async function knownNumber(tx: Tx, path: string, lastLine: string): Promise<number> {
  const number = readCheckpoint(lastLine, null)?.number ?? 0;
  const { rows } = await tx.execute<{ line: string }>(
    sql`select line from ledger_checkpoint where number = ${number}`,
  );
  const known = rows[0]?.line;
  if (known !== undefined && lineHash(known) === lineHash(lastLine)) return number;
  throw new Error(`The last checkpoint of ${path} is not the database's: restored or tampered with.`);
}
