import { caseConcluded, caseRegistered } from '@qinwu/contracts/events/mediation';
import { type EventHandler, onEvent, type ReceivedEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { type DisputeWord, followDisputes } from '../use-cases/follow-dispute.ts';

type End = NonNullable<DisputeWord['end']>;

interface CaseData {
  caseId: string;
  number: string;
  grievanceId?: string | undefined;
}

/** What an event says of the grievance its case came from; nothing where it came otherwise. */
function wordOf(event: Omit<ReceivedEvent, 'data'>, data: CaseData, end?: End): DisputeWord[] {
  const { caseId, number: caseNumber, grievanceId } = data;
  if (grievanceId === undefined) return [];
  const { park, sequence, time: at } = event;
  return [{ park, grievanceId, caseId, caseNumber, sequence, at, ...(end !== undefined && { end }) }];
}

/** What the service hears of the disputes it referred. */
export function disputeHandlers(deps: Deps): EventHandler[] {
  return [
    onEvent(caseRegistered, async (tx, events) => {
      await followDisputes(
        deps,
        tx,
        events.flatMap((event) => wordOf(event, event.data)),
      );
    }),
    onEvent(caseConcluded, async (tx, events) => {
      const words = events.flatMap((event) => {
        const { outcome, concludedOn, agreementNumber } = event.data;
        return wordOf(event, event.data, { outcome, concludedOn, agreementNumber });
      });
      await followDisputes(deps, tx, words);
    }),
  ];
}
