import * as events from '@qinwu/contracts/events/mediation';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../../deps.ts';
import { isOpenedInError } from '../../rules/injury/opened-in-error.ts';
import type { InjuryRow } from '../../store/injury-table.ts';

interface Occasion {
  now: Date;
  traceparent?: string | undefined;
}

const envelopeOf = (row: InjuryRow, { now, traceparent }: Occasion) => ({
  park: row.parkId,
  subject: row.id,
  sequence: row.version,
  time: now,
  traceparent,
});

const about = (row: InjuryRow) => ({
  applicationId: row.id,
  receivedOn: row.receivedOn,
  ...(row.caseId === null ? {} : { caseId: row.caseId }),
  ...(row.imported ? { imported: true } : {}),
});

/** The event of a new application; one of the past is told of with its transfer, at once. */
export function announceReceived({ announce }: Deps, row: InjuryRow, at: Occasion): OutboxRow[] {
  const transfer = row.transferredOn === null ? {} : { transferredOn: row.transferredOn };
  const data = { ...about(row), ...transfer, number: row.number };
  return announce(events.injuryReceived, { ...envelopeOf(row, at), data });
}

/** The event of an application that came into another state. */
export function announceMoved(
  { announce }: Deps,
  before: InjuryRow,
  row: InjuryRow,
  at: Occasion,
): OutboxRow[] {
  if (before.state === row.state) return [];
  const { state, movedOn, transferredOn } = row;
  return announce(events.injuryMoved, {
    ...envelopeOf(row, at),
    data: {
      ...about(row),
      state,
      movedOn,
      transferredOn,
      ...(row.duplicateOf === null ? {} : { duplicateOf: row.duplicateOf.id }),
      ...(isOpenedInError(row) ? { openedInError: true } : {}),
    },
  });
}
