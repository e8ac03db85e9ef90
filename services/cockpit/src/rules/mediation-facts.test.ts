import { describe, expect, it } from '@jest/globals';
import type { FactChange } from './fact-change.ts';
import { figureByCode } from './figure-definitions.ts';
import { mediationFactRules } from './mediation-facts.ts';

const caseId = '0198f0a0-0000-7000-8000-000000000004';
const applicationId = '0198f0a0-0000-7000-8000-000000000005';
const about = { caseId, labour: true, category: 'wage-arrears', mode: 'police-grid' };
const concluded = {
  ...about,
  number: 'MD-20250831-000001',
  outcome: 'agreed',
  registeredOn: '2025-08-20',
  concludedOn: '2025-08-31',
  amountClaimed: '15806.74',
  amountAgreed: '12000.00',
  workers: 1,
  agreementNumber: null,
  effectiveOn: '2025-08-31',
};

function factsOf(fact: string, data: object): readonly FactChange[] {
  const rule = mediationFactRules.find(({ event }) => event.type === `qinwu.mediation.${fact}.v1`);
  if (rule === undefined) throw new Error(`no rule for ${fact}`);
  return rule.facts(data);
}

/** The figures that count the case, without `mediation.`. */
function counted(facts: readonly FactChange[]): string[] {
  return facts.flatMap(({ figure, withdrawn }) => (withdrawn ? [] : figure.replace('mediation.', '')));
}

const ENDS = [
  'labour-disputes-closed',
  'amount-resolved',
  'amount-agreed',
  'success-rate',
  'days-to-conclude',
];

describe('a concluded case', () => {
  it.each([
    ['agreed', {}, ENDS],
    ['agreed', { amountAgreed: null }, ENDS.filter((code) => code !== 'amount-agreed')],
    ['agreed', { labour: false }, ['success-rate', 'days-to-conclude']],
    ['failed', {}, ['labour-disputes-closed', 'success-rate', 'days-to-conclude']],
    ['refused', {}, ['labour-disputes-closed', 'days-to-conclude']],
    ['timed-out', {}, ['labour-disputes-closed', 'days-to-conclude']],
    ['withdrawn', {}, []],
    ['not-accepted', {}, []],
    ['failed', { registeredOn: '2025-09-01' }, ['labour-disputes-closed', 'success-rate']],
  ])('that ended %s with %j counts in %j, and is withdrawn from the others', (outcome, change, expected) => {
    const facts = factsOf('case-concluded', { ...concluded, outcome, ...change });
    expect(facts.map(({ figure }) => figure)).toEqual(ENDS.map((code) => `mediation.${code}`));
    expect(counted(facts)).toEqual(expected);
  });

  it('brings its amounts in fen, its days, and what it can be taken apart by', () => {
    const facts = factsOf('case-concluded', concluded);
    expect(facts.map(({ amount }) => amount)).toEqual([null, 1_580_674n, 1_200_000n, null, 11n]);
    for (const fact of facts) {
      expect(fact).toMatchObject({ recordId: caseId, on: '2025-08-31', kind: 'case', service: 'mediation' });
      expect(fact.dims).toMatchObject({ mode: 'police-grid', category: 'wage-arrears', outcome: 'agreed' });
      expect(figureByCode(fact.figure)).toBeDefined();
    }
    expect(facts[3]?.dims.metOn).toBe('2025-08-31');
    const failed = factsOf('case-concluded', { ...concluded, outcome: 'failed', mode: null });
    expect(failed[3]?.dims).toEqual({
      category: 'wage-arrears',
      number: concluded.number,
      outcome: 'failed',
    });
  });

  it('with an amount that is none is refused', () => {
    for (const amountClaimed of ['1.5', '-1.00', '1e3', '1,000.00', '']) {
      expect(() => factsOf('case-concluded', { ...concluded, amountClaimed })).toThrow();
    }
  });
});

describe('an agreement', () => {
  it('that is performed counts and is met, unless it was not after all; one that is breached counts until it is cured', () => {
    const [performed] = factsOf('case-performed', { ...about, performedOn: '2025-09-15', onTime: false });
    expect(performed).toMatchObject({ on: '2025-09-15', withdrawn: false, dims: { metOn: '2025-09-15' } });
    const taken = { ...about, performedOn: '2025-09-15', onTime: true, withdrawn: true };
    expect(factsOf('case-performed', taken)).toMatchObject([{ figure: performed?.figure, withdrawn: true }]);
    const [breached] = factsOf('case-breached', { ...about, breachedOn: '2025-09-16', cured: false });
    expect(breached).toMatchObject({ on: '2025-09-16', withdrawn: false });
    expect(breached?.dims.metOn).toBeUndefined();
    const [cured] = factsOf('case-breached', { ...about, breachedOn: '2025-09-16', cured: true });
    expect(cured?.withdrawn).toBe(true);
    expect([performed, breached, cured].map((fact) => fact?.figure)).toEqual(
      Array.from({ length: 3 }, () => 'mediation.performance-rate'),
    );
  });
});

describe('a work-injury application', () => {
  it('counts from its receipt, and in the rate as transferred from its transfer on', () => {
    const received = { applicationId, receivedOn: '2025-03-01' };
    const first = factsOf('injury-received', { ...received, number: 'WI-20250301-000001' });
    expect(counted(first)).toEqual(['injury-applications', 'injury-transfer-rate']);
    const moved = { ...received, state: 'COMPLETE', movedOn: '2025-03-05', transferredOn: null };
    const [complete] = factsOf('injury-moved', moved);
    expect(complete?.dims).toEqual({ state: 'COMPLETE' });
    const [transferred] = factsOf('injury-moved', { ...moved, transferredOn: '2025-03-06' });
    for (const fact of [...first, complete, transferred]) expect(fact?.on).toBe('2025-03-01');
    expect(transferred?.dims.metOn).toBe('2025-03-06');
  });

  it.each([
    ['closed for another one of the same accident', { duplicateOf: '0198f000-0000-7000-8000-00000000000f' }],
    ['closed as opened in error', { openedInError: true }],
  ])('counts in neither figure once it is %s', (_, over) => {
    const facts = factsOf('injury-moved', {
      applicationId,
      receivedOn: '2025-03-01',
      state: 'NOT_TRANSFERRED',
      movedOn: '2025-03-05',
      transferredOn: null,
      ...over,
    });
    expect(facts.map(({ figure }) => figure).toSorted()).toEqual([
      'mediation.injury-applications',
      'mediation.injury-transfer-rate',
    ]);
    for (const { on, withdrawn } of facts)
      expect({ on, withdrawn }).toEqual({ on: '2025-03-01', withdrawn: true });
  });
});

it('the registration of a dispute is counted by no figure', () => {
  const data = { ...about, number: concluded.number, registeredOn: '2025-08-20' };
  expect(factsOf('case-registered', data)).toEqual([]);
});
