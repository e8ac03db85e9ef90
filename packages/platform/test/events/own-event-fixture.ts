import { injuryReported } from '@qinwu/contracts/events/mediation';
import { newId } from '@qinwu/domain/id';
import type { OutboxRow } from '../../src/db/outbox-row.ts';
import { onEvent } from '../../src/events/event-handler.ts';
import { createAnnouncer } from '../../src/events/publisher.ts';
import { writeEffects } from './bus-fixture.ts';

const announce = createAnnouncer('mediation');

/** An event that its own service listens to, nobody else. */
export function reported(): OutboxRow[] {
  const caseId = newId();
  return announce(injuryReported, {
    park: 'hefei',
    subject: caseId,
    sequence: 1,
    time: new Date(),
    data: { caseId, number: 'MD-20250831-000001' },
  });
}

/** Writes one row per event. */
export const reportedHandler = onEvent(injuryReported, writeEffects);
