/**
 * What mediation announces, as facts. A case is told of again where a word of it changes, so each event speaks for
 * every figure it bears on, also for those that no longer count the case.
 */
import type { EventData } from '@qinwu/contracts/define-event';
import {
  caseBreached,
  caseConcluded,
  casePerformed,
  caseRegistered,
  injuryMoved,
  injuryReceived,
  type MediationOutcome,
} from '@qinwu/contracts/events/mediation';
import { daysBetween } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import type { FactChange } from './fact-change.ts';
import { type FactRule, factRule, PLAIN } from './fact-rule.ts';
import { MET_ON } from './figure-definition.ts';

type Concluded = EventData<typeof caseConcluded>;
type Received = Pick<EventData<typeof injuryReceived>, 'applicationId' | 'receivedOn'>;

/** Ends that are a result of mediation 调处结果; who withdraws or is not accepted was not mediated. */
const RESULTS: readonly MediationOutcome[] = ['agreed', 'failed', 'refused', 'timed-out'];

function caseFact(
  figure: string,
  { caseId, mode, category }: Pick<Concluded, 'caseId' | 'mode' | 'category'>,
  fact: Pick<FactChange, 'on' | 'withdrawn'> & Partial<FactChange>,
): FactChange {
  const dims = { category, ...(mode !== null && { mode }), ...fact.dims };
  return { ...PLAIN, ...fact, figure, service: 'mediation', kind: 'case', recordId: caseId, dims };
}

function factsOfEnd(concluded: Concluded): FactChange[] {
  const { labour, outcome, number, registeredOn, concludedOn: on, amountAgreed } = concluded;
  const isResult = RESULTS.includes(outcome);
  const isAgreed = outcome === 'agreed';
  const days = daysBetween(registeredOn, on);
  const dims = { number, outcome };
  return [
    caseFact('mediation.labour-disputes-closed', concluded, { on, dims, withdrawn: !(labour && isResult) }),
    caseFact('mediation.amount-resolved', concluded, {
      on,
      dims,
      amount: parseYuan(concluded.amountClaimed),
      withdrawn: !(labour && isAgreed),
    }),
    caseFact('mediation.amount-agreed', concluded, {
      on,
      dims,
      amount: amountAgreed === null ? null : parseYuan(amountAgreed),
      withdrawn: !(labour && isAgreed) || amountAgreed === null,
    }),
    caseFact('mediation.success-rate', concluded, {
      on,
      dims: { ...dims, ...(isAgreed && { [MET_ON]: on }) },
      withdrawn: !isAgreed && outcome !== 'failed',
    }),
    caseFact('mediation.days-to-conclude', concluded, {
      on,
      dims,
      amount: BigInt(days),
      // Books of the past may hold an end before the beginning: that is no number of days.
      withdrawn: !isResult || days < 0,
    }),
  ];
}

function metOn(transferredOn: string | undefined): Record<string, string> {
  return transferredOn === undefined ? {} : { [MET_ON]: transferredOn };
}

function transferFact({ applicationId, receivedOn }: Received, dims: Record<string, string>): FactChange {
  return {
    ...PLAIN,
    figure: 'mediation.injury-transfer-rate',
    service: 'mediation',
    kind: 'injury-application',
    recordId: applicationId,
    on: receivedOn,
    dims,
  };
}

/** The events of mediation and the facts that follow. */
export const mediationFactRules: readonly FactRule[] = [
  // No figure counts disputes by their registration.
  factRule(caseRegistered, () => []),
  factRule(caseConcluded, factsOfEnd),
  factRule(casePerformed, (performed) => {
    const { performedOn: on, onTime, withdrawn = false } = performed;
    const dims = { [MET_ON]: on, onTime: String(onTime) };
    return [caseFact('mediation.performance-rate', performed, { on, dims, withdrawn })];
  }),
  factRule(caseBreached, (breached) => {
    const { breachedOn: on, cured } = breached;
    // What was made good is on its way again: it counts when it is performed, or breached anew.
    return [caseFact('mediation.performance-rate', breached, { on, withdrawn: cured })];
  }),
  factRule(injuryReceived, (received) => [
    {
      ...transferFact(received, { number: received.number }),
      figure: 'mediation.injury-applications',
    },
    // A record of the past comes with its transfer: no later event tells of it.
    transferFact(received, { number: received.number, ...metOn(received.transferredOn) }),
  ]),
  factRule(injuryMoved, (moved) => {
    const { state, transferredOn, duplicateOf, openedInError } = moved;
    const fact = transferFact(moved, { state, ...metOn(transferredOn ?? undefined) });
    if (duplicateOf === undefined && openedInError === undefined) return [fact];
    // Of one accident one application counts: the other one does, in both figures. What was opened in error is none.
    const withdrawn = { ...fact, withdrawn: true };
    return [withdrawn, { ...withdrawn, figure: 'mediation.injury-applications' }];
  }),
];
