import type { EventData } from '@qinwu/contracts/define-event';
import {
  grievanceAccepted,
  grievanceClosed,
  grievanceDeclined,
  grievanceEscalated,
  grievanceRegistered,
  grievanceWrittenOff,
  officerListed,
  visitRecorded,
} from '@qinwu/contracts/events/grievance';
import { creditFactRules } from './credit-facts.ts';
import type { FactChange } from './fact-change.ts';
import { type FactRule, factRule, PLAIN } from './fact-rule.ts';
import { mediationFactRules } from './mediation-facts.ts';

function grievanceFact(
  figure: string,
  recordId: string,
  on: string,
  dims: Record<string, string>,
): FactChange {
  return { ...PLAIN, figure, service: 'grievance', kind: 'grievance', recordId, on, dims };
}

function officerFact(figure: string, officer: EventData<typeof officerListed>, counts: boolean): FactChange {
  return {
    ...PLAIN,
    figure,
    service: 'grievance',
    kind: 'officer',
    recordId: officer.officerId,
    on: officer.activeFrom,
    until: officer.activeUntil,
    dims: { kind: officer.kind },
    // An officer who left before arriving was never on duty.
    withdrawn: !counts || (officer.activeUntil !== null && officer.activeUntil < officer.activeFrom),
  };
}

/**
 * The events the cockpit hears and the facts that follow. The origin of a grievance never changes, so an event of
 * another origin says nothing about a figure; an officer's kind does change, so each listing speaks for both counts.
 */
export const factRules: readonly FactRule[] = [
  factRule(grievanceRegistered, ({ grievanceId, number, origin, registeredOn }) =>
    origin === 'patrol'
      ? [grievanceFact('grievance.problems-found', grievanceId, registeredOn, { origin, number })]
      : [],
  ),
  factRule(grievanceAccepted, ({ grievanceId, origin, acceptedOn }) =>
    origin === 'citizen'
      ? [grievanceFact('grievance.requests-accepted', grievanceId, acceptedOn, { origin })]
      : [],
  ),
  factRule(officerListed, (officer) => [
    officerFact('grievance.officers', officer, true),
    officerFact('grievance.officers-enterprise', officer, officer.kind === 'enterprise-party-member'),
  ]),
  // A request that was accepted first and then declined, such as one the hotline took back, was not accepted after all.
  factRule(grievanceDeclined, ({ grievanceId, origin, declinedOn }) =>
    origin === 'citizen'
      ? [
          {
            ...grievanceFact('grievance.requests-accepted', grievanceId, declinedOn, { origin }),
            withdrawn: true,
          },
        ]
      : [],
  ),
  // No figure of the report counts these.
  factRule(grievanceClosed, () => []),
  factRule(grievanceWrittenOff, () => []),
  factRule(grievanceEscalated, () => []),
  factRule(visitRecorded, () => []),
  ...mediationFactRules,
  ...creditFactRules,
];
