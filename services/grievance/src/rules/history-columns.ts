/** What a record of the past has beyond its intake, as the register keeps it. */
import type { Callback } from '../vocabulary.ts';
import type { Grievance } from './grievance.ts';
import type { History } from './history.ts';
import type { ImportedRow } from './history-row.ts';

/** Who called back is not in the books. */
const BY = 'import';

function callbackOf(row: ImportedRow, { dates }: History): Callback | null {
  const at =
    dates.calledBackAt ?? (row.satisfaction === undefined ? undefined : (dates.closedAt ?? dates.repliedAt));
  if (at === undefined) return null;
  const isResolved = row.resolution === undefined ? null : row.resolution === 'resolved';
  return {
    at: at.toISOString(),
    by: BY,
    source: row.channel === '12345' ? 'hotline' : 'park',
    reached: true,
    responded: null,
    resolved: isResolved,
    satisfaction: row.satisfaction ?? null,
    note: null,
  };
}

/** The columns of the record; `imported` keeps it out of on-time rates, and no clock of it ever ran here. */
export function historyColumns(row: ImportedRow, history: History): Partial<Grievance> & { imported: true } {
  const { state, dates } = history;
  return {
    imported: true,
    state,
    measure: row.measure ?? null,
    resultText: row.result ?? null,
    resolution: row.resolution ?? null,
    declineCode: row.declineCode ?? null,
    callback: callbackOf(row, history),
    registeredAt: dates.registeredAt,
    acceptedAt: dates.acceptedAt ?? null,
    declinedAt: dates.declinedAt ?? null,
    dispatchedAt: dates.dispatchedAt ?? null,
    signedAt: dates.signedAt ?? null,
    repliedAt: dates.repliedAt ?? null,
    closedAt: dates.closedAt ?? null,
    writtenOffAt: dates.writtenOffAt ?? null,
    archivedAt: dates.archivedAt ?? null,
  };
}
