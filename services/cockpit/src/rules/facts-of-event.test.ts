import { describe, expect, it } from '@jest/globals';
import { catalogue } from '@qinwu/contracts/catalogue';
import { listenersOf } from '@qinwu/contracts/routing';
import type { FactChange } from './fact-change.ts';
import { factRules } from './facts-of-event.ts';
import { figureByCode } from './figure-definitions.ts';

const id = '0198f0a0-0000-7000-8000-000000000001';

function factsOf(type: string, data: unknown): readonly FactChange[] {
  const rule = factRules.find((candidate) => candidate.event.type === type);
  if (rule === undefined) throw new Error(`no rule for ${type}`);
  return rule.facts(data);
}

const registered = { grievanceId: id, number: 'GR-20250831-000123', registeredOn: '2025-08-31' };
const officer = { officerId: id, activeFrom: '2025-01-01', activeUntil: null };

describe('the table of events and facts', () => {
  it('has one line for every event routed to the cockpit', () => {
    const heard = catalogue.filter((event) => listenersOf(event.type).includes('cockpit'));
    expect(factRules.map((rule) => rule.event.type).sort()).toEqual(heard.map((event) => event.type).sort());
  });

  it.each([
    ['patrol', 1],
    ['citizen', 0],
    ['enterprise', 0],
    ['inspection', 0],
    ['project', 0],
  ])('a registered grievance of origin %s counts %i times', (origin, count) => {
    const facts = factsOf('qinwu.grievance.registered.v1', { ...registered, origin });
    expect(facts).toHaveLength(count);
    for (const fact of facts) {
      expect(fact).toMatchObject({ figure: 'grievance.problems-found', recordId: id, on: '2025-08-31' });
    }
  });

  it.each([
    ['patrol', 0],
    ['citizen', 1],
    ['enterprise', 0],
    ['inspection', 0],
    ['project', 0],
  ])('an accepted grievance of origin %s counts %i times', (origin, count) => {
    const data = { grievanceId: id, origin, acceptedOn: '2025-02-01' };
    const facts = factsOf('qinwu.grievance.accepted.v1', data);
    expect(facts).toHaveLength(count);
    for (const fact of facts) {
      expect(fact).toMatchObject({ figure: 'grievance.requests-accepted', recordId: id, on: '2025-02-01' });
    }
  });

  it.each([
    ['citizen', true],
    ['patrol', false],
  ])('a declined grievance of origin %s takes its acceptance back: %s', (origin, isWithdrawn) => {
    const facts = factsOf('qinwu.grievance.declined.v1', {
      grievanceId: id,
      origin,
      declinedOn: '2025-02-03',
    });
    const withdrawn = { figure: 'grievance.requests-accepted', recordId: id, withdrawn: true };
    expect(facts).toEqual(isWithdrawn ? [expect.objectContaining(withdrawn)] : []);
  });

  it.each([
    ['staff', { until: null }, [false, true]],
    ['volunteer', { until: null }, [false, true]],
    ['enterprise-party-member', { until: null }, [false, false]],
    ['enterprise-party-member', { until: '2025-03-31' }, [false, false]],
    ['enterprise-party-member', { until: '2024-12-31' }, [true, true]],
  ])('an officer of kind %s with %j', (kind, { until }, withdrawn) => {
    const facts = factsOf('qinwu.grievance.officer-listed.v1', { ...officer, kind, activeUntil: until });
    expect(facts.map((fact) => fact.figure)).toEqual(['grievance.officers', 'grievance.officers-enterprise']);
    expect(facts.map((fact) => fact.withdrawn)).toEqual(withdrawn);
    expect(facts.every((fact) => fact.until === until)).toBe(true);
  });

  it('refuses data that is not what the event carries', () => {
    expect(() => factsOf('qinwu.grievance.registered.v1', { ...registered, origin: 'rumour' })).toThrow();
    expect(() =>
      factsOf('qinwu.grievance.registered.v1', {
        ...registered,
        origin: 'patrol',
        registeredOn: '2025-02-30',
      }),
    ).toThrow();
  });

  it('names only figures of the register', () => {
    const facts = [
      ...factsOf('qinwu.grievance.registered.v1', { ...registered, origin: 'patrol' }),
      ...factsOf('qinwu.grievance.accepted.v1', {
        grievanceId: id,
        origin: 'citizen',
        acceptedOn: '2025-02-01',
      }),
      ...factsOf('qinwu.grievance.officer-listed.v1', { ...officer, kind: 'staff' }),
    ];
    for (const fact of facts) expect(figureByCode(fact.figure)).toBeDefined();
  });
});
