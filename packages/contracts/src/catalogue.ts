import type { EventDefinition } from './define-event.ts';
import * as cockpit from './events/cockpit.ts';
import * as credit from './events/credit.ts';
import * as grievance from './events/grievance.ts';
import * as investment from './events/investment.ts';
import * as mediation from './events/mediation.ts';
import * as talent from './events/talent.ts';

/** Every event that crosses a service border. */
export const catalogue: readonly EventDefinition[] = [
  grievance.grievanceRegistered,
  grievance.grievanceAccepted,
  grievance.grievanceDeclined,
  grievance.grievanceClosed,
  grievance.grievanceWrittenOff,
  grievance.grievanceEscalated,
  grievance.officerListed,
  grievance.visitRecorded,
  grievance.disputeReferred,
  mediation.caseRegistered,
  mediation.caseConcluded,
  mediation.casePerformed,
  mediation.caseBreached,
  mediation.injuryReported,
  mediation.injuryReceived,
  mediation.injuryMoved,
  credit.inputsChanged,
  credit.scoreChanged,
  credit.lineGranted,
  credit.contractRegistered,
  credit.fundInvested,
  credit.fundHappening,
  credit.inputDisputed,
  credit.objectionDecided,
  talent.certificateIssued,
  investment.milestoneReached,
  cockpit.titleGranted,
  cockpit.titleRevoked,
];

const byType: ReadonlyMap<string, EventDefinition> = new Map(catalogue.map((event) => [event.type, event]));

/** The definition of an event type, or undefined for one that is not in the catalogue. */
export function eventByType(type: string): EventDefinition | undefined {
  return byType.get(type);
}
