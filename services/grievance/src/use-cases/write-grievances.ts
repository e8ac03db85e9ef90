import type { Tx } from '@qinwu/platform/db/database';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import type { LedgerEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { type ClockRow, grievanceClock } from '../store/clock-table.ts';
import { type GrievanceRow, grievance } from '../store/grievance-table.ts';
import { keepRecordKeys } from '../store/import-grievances.ts';
import { upsertRows } from '../store/import-rows.ts';

/** One record as a transaction writes it, with all that belongs to the change. */
export interface WrittenGrievance {
  row: GrievanceRow;
  clocks: readonly ClockRow[];
  /** The wrapped key of a new record; null where it has one. */
  wrapped: string | null;
  entries: readonly LedgerEntry[];
  events: readonly OutboxRow[];
}

/** When a record was taken in, as which number and by whom is never written again. */
const KEPT = ['parkId', 'number', 'recordedAt', 'filedBy'] as const;

/** Writes new and changed records in a handful of statements; changed ones must be locked by the transaction. */
export async function writeGrievances(
  tx: Tx,
  park: string,
  written: readonly WrittenGrievance[],
): Promise<void> {
  const rows = written.map(({ row }) => row);
  await upsertRows(tx, grievance, rows, { key: ['id'], keep: KEPT });
  const clocks = written.flatMap((record) => record.clocks);
  await upsertRows(tx, grievanceClock, clocks, { key: ['grievanceId', 'cycle', 'kind', 'run'] });
  const keys = written.flatMap(({ row, wrapped }) =>
    wrapped === null ? [] : [{ recordId: row.id, wrapped }],
  );
  await keepRecordKeys(tx, park, keys);
  await writeEntries(
    tx,
    written.flatMap(({ entries }) => entries),
  );
  await publish(
    tx,
    written.flatMap(({ events }) => events),
  );
}
