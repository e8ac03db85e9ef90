import type { ServiceName } from './service-name.ts';

/** Who listens to what: the flows between the services on one screen. */
export const routing: Readonly<Record<string, readonly ServiceName[]>> = {
  'qinwu.grievance.registered.v1': ['cockpit'],
  'qinwu.grievance.accepted.v1': ['cockpit'],
  'qinwu.grievance.declined.v1': ['cockpit'],
  'qinwu.grievance.closed.v1': ['cockpit'],
  'qinwu.grievance.written-off.v1': ['cockpit'],
  'qinwu.grievance.escalated.v1': ['cockpit'],
  'qinwu.grievance.officer-listed.v1': ['cockpit'],
  'qinwu.grievance.visit-recorded.v1': ['cockpit'],
  'qinwu.grievance.dispute-referred.v1': ['mediation'],

  // Mediation is confidential: nothing of a dispute ever reaches credit.
  'qinwu.mediation.case-registered.v1': ['cockpit', 'grievance'],
  'qinwu.mediation.case-concluded.v1': ['cockpit', 'grievance'],
  'qinwu.mediation.case-performed.v1': ['cockpit'],
  'qinwu.mediation.case-breached.v1': ['cockpit'],
  // A case and its work-injury application are two records of one service: they hear of each other like any two.
  'qinwu.mediation.injury-reported.v1': ['mediation'],
  'qinwu.mediation.injury-received.v1': ['cockpit', 'mediation'],
  'qinwu.mediation.injury-moved.v1': ['cockpit', 'mediation'],

  // An enterprise whose inputs changed is scored anew by the same service, through the queue like any other effect.
  'qinwu.credit.inputs-changed.v1': ['credit'],
  'qinwu.credit.score-changed.v1': ['cockpit'],
  'qinwu.credit.line-granted.v1': ['cockpit'],
  'qinwu.credit.contract-registered.v1': ['cockpit'],
  'qinwu.credit.fund-invested.v1': ['cockpit'],
  'qinwu.credit.fund-happening.v1': ['cockpit'],
  'qinwu.credit.input-disputed.v1': ['grievance'],
  'qinwu.credit.objection-decided.v1': ['grievance'],

  // What speaks for an enterprise: certificates of its people, projects it built, titles it holds.
  'qinwu.talent.certificate-issued.v1': ['credit'],
  'qinwu.investment.milestone-reached.v1': ['credit'],
  'qinwu.cockpit.title-granted.v1': ['credit'],
  'qinwu.cockpit.title-revoked.v1': ['credit'],
};

/**
 * The member of the data that names a listener's own record: of a fact without it that listener is told nothing. A
 * dispute is confidential, and the window hears of those it referred alone.
 */
export const toldOf: Readonly<Record<string, Partial<Record<ServiceName, string>>>> = {
  'qinwu.mediation.case-registered.v1': { grievance: 'grievanceId' },
  'qinwu.mediation.case-concluded.v1': { grievance: 'grievanceId' },
  'qinwu.mediation.injury-received.v1': { mediation: 'caseId' },
  'qinwu.mediation.injury-moved.v1': { mediation: 'caseId' },
};

/** The services that one fact is sent to. */
export function listenersOfFact(type: string, data: Readonly<Record<string, unknown>>): ServiceName[] {
  return listenersOf(type).filter((listener) => {
    const member = toldOf[type]?.[listener];
    return member === undefined || data[member] !== undefined;
  });
}

/** The services that listen to an event type; a type without an entry is a programming error. */
export function listenersOf(type: string): readonly ServiceName[] {
  const listeners = Object.hasOwn(routing, type) ? routing[type] : undefined;
  if (listeners === undefined) throw new Error(`No routing for event type ${type}`);
  return listeners;
}
