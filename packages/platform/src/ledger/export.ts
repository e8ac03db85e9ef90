import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import { EXPORT_FORMAT, type ExportLine } from './export-line.ts';
import { leafHash } from './merkle.ts';
import { sealingStart } from './sealing-start.ts';

const PAGE = 2_000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

const COLUMNS = sql`l.park_id, l.case_kind, l.case_id, l.seq, l.at, l.actor, l.action, l.body, l.prev_hash, l.hash`;

export interface LedgerExport {
  now: Date;
  /** One park's ledger: of the others' sealed entries stands the leaf hash alone. All parks' without it. */
  park?: string;
}

/**
 * The ledger as JSON Lines, in blocks of lines: a header, the sealed entries in the order they were sealed, then
 * those not sealed yet by case and sequence. Pages by key, so that no transaction stays open however slow the reader.
 */
export async function* exportLedger(
  db: Database,
  { now, park }: LedgerExport,
): AsyncGenerator<string, void, undefined> {
  const { number, from } = await sealingStart(db.orm);
  yield `${JSON.stringify({ format: EXPORT_FORMAT, exportedAt: now.toISOString(), checkpoint: number, park })}\n`;
  yield* sealedLines(db, number, park);
  yield* unsealedLines(db, { number, from }, park);
}

/** What the checkpoints up to `last` hold; later ones, made while we write, are left for the next export. */
async function* sealedLines(db: Database, last: number, park: string | undefined): AsyncGenerator<string> {
  let checkpoint = 0;
  let position = -1;
  for (;;) {
    const { rows } = await db.orm.execute<SealedRow>(
      sql`select ${COLUMNS}, f.checkpoint, f.position from ledger_leaf f
        join ledger l on l.case_id = f.case_id and l.seq = f.seq
        where (f.checkpoint, f.position) > (${checkpoint}, ${position}) and f.checkpoint <= ${last}
        order by f.checkpoint, f.position limit ${PAGE}`,
    );
    const end = rows.at(-1);
    if (!end) return;
    checkpoint = Number(end.checkpoint);
    position = end.position;
    yield linesOf(rows, park);
  }
}

/** Entries that no checkpoint up to `number` holds: the tail, a few seconds' worth while the sealer runs. */
async function* unsealedLines(
  db: Database,
  { number, from }: { number: number; from: bigint },
  park: string | undefined,
): AsyncGenerator<string> {
  const ours = park === undefined ? sql`true` : sql`l.park_id = ${park}`;
  let after: { caseId: string; seq: number } = { caseId: FIRST_ID, seq: 0 };
  for (;;) {
    const { rows } = await db.orm.execute<LedgerRow>(
      sql`select ${COLUMNS} from ledger l
        where (l.case_id, l.seq) > (${after.caseId}::uuid, ${after.seq}::int) and l.xid >= ${from.toString()}::xid8
          and ${ours} and not exists (
          select from ledger_leaf f where f.case_id = l.case_id and f.seq = l.seq and f.checkpoint <= ${number})
        order by l.case_id, l.seq limit ${PAGE}`,
    );
    const end = rows.at(-1);
    if (!end) return;
    after = { caseId: end.case_id, seq: end.seq };
    yield linesOf(rows, park);
  }
}

interface LedgerRow extends Record<string, unknown> {
  park_id: string;
  case_kind: string;
  case_id: string;
  seq: number;
  at: Date | string;
  actor: string;
  action: string;
  body: string;
  prev_hash: string;
  hash: string;
}

interface SealedRow extends LedgerRow {
  checkpoint: string;
  position: number;
}

function linesOf(rows: readonly LedgerRow[], park: string | undefined): string {
  return rows.map((row) => `${JSON.stringify(isShown(row, park) ? lineOf(row) : leafOf(row))}\n`).join('');
}

function isShown(row: LedgerRow, park: string | undefined): boolean {
  return park === undefined || row.park_id === park;
}

function leafOf(row: LedgerRow): { leaf: string } {
  return { leaf: leafHash(row.case_id, row.seq, row.hash).toString('hex') };
}

function lineOf(row: LedgerRow): ExportLine {
  return {
    park: row.park_id,
    caseKind: row.case_kind,
    caseId: row.case_id,
    seq: row.seq,
    at: new Date(row.at).toISOString(),
    actor: row.actor,
    action: row.action,
    body: row.body,
    prevHash: row.prev_hash,
    hash: row.hash,
  };
}
