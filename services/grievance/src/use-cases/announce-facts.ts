import * as events from '@qinwu/contracts/events/grievance';
import { localDateOf } from '@qinwu/domain/local-date';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../deps.ts';
import type { Fact } from '../rules/decide-move.ts';
import type { GrievanceRow } from '../store/grievance-table.ts';

/** The events of a change, each for every listener; figures count the business dates they carry. */
export function announceFacts(
  deps: Deps,
  facts: readonly Fact[],
  row: GrievanceRow,
  at: Occasion,
): OutboxRow[] {
  return facts.flatMap((fact) => announceFact(deps, fact, row, at));
}

/** When it happened and on whose trace; an escalation also says since when the case was overdue. */
interface Occasion {
  now: Date;
  traceparent?: string | undefined;
  overdueSince?: Date | undefined;
}

function announceFact(
  { announce }: Deps,
  fact: Fact,
  row: GrievanceRow,
  { now, traceparent, overdueSince }: Occasion,
): OutboxRow[] {
  const of = { park: row.parkId, subject: row.id, sequence: row.version, time: now, traceparent };
  // Readers of on-time rates leave out what was finished before it came here.
  const about = { grievanceId: row.id, origin: row.origin, ...(row.imported && { imported: true }) };
  const day = (at: Date | null): string => localDateOf(at ?? now);
  switch (fact) {
    case 'registered':
      return announce(events.grievanceRegistered, {
        ...of,
        data: { ...about, number: row.number, registeredOn: day(row.registeredAt) },
      });
    case 'accepted':
      return announce(events.grievanceAccepted, {
        ...of,
        data: { ...about, acceptedOn: day(row.acceptedAt) },
      });
    case 'declined':
      return announce(events.grievanceDeclined, {
        ...of,
        data: { ...about, declinedOn: day(row.declinedAt) },
      });
    case 'closed':
      return announce(events.grievanceClosed, {
        ...of,
        data: { ...about, closedOn: day(row.closedAt) },
      });
    case 'written-off':
      return announce(events.grievanceWrittenOff, {
        ...of,
        data: { ...about, writtenOffOn: day(row.writtenOffAt) },
      });
    case 'escalated':
      return announce(events.grievanceEscalated, {
        ...of,
        data: {
          grievanceId: row.id,
          level: row.escalationLevel,
          dueOn: day(overdueSince ?? row.dueAt),
        },
      });
  }
}
