import { grievanceRegistered, officerListed } from '@qinwu/contracts/events/grievance';
import { newId } from '@qinwu/domain/id';
import type { Database } from '@qinwu/platform/db/database';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { createAnnouncer } from '@qinwu/platform/events/publisher';

export const PARK = 'faults';
const COMMITTED_AT_ONCE = 100;
const announce = createAnnouncer('grievance');

/** A problem found on patrol; the rig's listener fails at a poisoned one. */
export function registered(kind: 'sound' | 'poisoned' = 'sound'): OutboxRow[] {
  const grievanceId = newId();
  return announce(grievanceRegistered, {
    park: PARK,
    subject: grievanceId,
    sequence: 1,
    time: new Date(),
    data: {
      grievanceId,
      number: kind === 'poisoned' ? 'POISON' : 'GR-20250831-000001',
      origin: 'patrol',
      registeredOn: '2025-08-31',
    },
  });
}

/** One version of an officer's entry in the directory. */
export function listed(officerId: string, sequence: number): OutboxRow[] {
  return announce(officerListed, {
    park: PARK,
    subject: officerId,
    sequence,
    time: new Date(),
    data: { officerId, kind: 'staff', activeFrom: '2025-01-01', activeUntil: null },
  });
}

/** Commits deliveries, a hundred to a transaction. */
export async function commitDeliveries(db: Database, rows: readonly OutboxRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += COMMITTED_AT_ONCE) {
    await inTransaction(db, (tx) => publish(tx, rows.slice(at, at + COMMITTED_AT_ONCE)));
  }
}

/** Tells whether every delivery of a producer was acknowledged. */
export async function owesNothing(db: Database): Promise<boolean> {
  const answer = await db.pool.query('select 1 from outbox limit 1');
  return answer.rowCount === 0;
}
