import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@qinwu/domain/actor';
import fc from 'fast-check';
import { actionBodies, type RoutedAction } from '../src/rules/action-bodies.ts';
import { lifecycle } from '../src/rules/lifecycle.ts';
import type { State } from '../src/vocabulary.ts';
import { agreeing } from './agreed-case.ts';
import { INTAKE, type MediationService, newKey, startMediationService } from './mediation-service.ts';

const FIRM_CODE = '91350582MA0000015J';
/** People and what they are to the case. */
const PEOPLE = {
  window: { roles: 'dispatcher', sub: 'window-1' },
  supervisor: { roles: 'supervisor', sub: 'supervisor-1' },
  worker: { roles: 'party', sub: 'worker-1' },
  firm: { roles: 'enterprise', sub: 'firm-1', org: FIRM_CODE },
  stranger: { roles: 'party', sub: 'stranger-1' },
} as const satisfies Record<string, { roles: Role; sub: string; org?: string }>;
type Person = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Person[];
const ACTIONS = Object.keys(actionBodies) as RoutedAction[];
/** Actions that need more than the case's own state: their own tests follow them. */
const ELSEWHERE: readonly RoutedAction[] = [
  'start',
  'agree',
  'agree-orally',
  'time-out',
  'perform',
  'breach',
];
const PARTY_ACTIONS: readonly RoutedAction[] = ['consent', 'refuse', 'withdraw'];

/** What a reader of the rules would keep on paper. */
interface Model {
  state: State;
  firmAgreed: boolean;
  extended: boolean;
}

interface Parties {
  worker: string;
  firm: string;
}

const isParty = (person: Person): person is 'worker' | 'firm' => person === 'worker' || person === 'firm';

function bodyOf(action: RoutedAction, person: Person, parties: Parties): object {
  const named = isParty(person) ? {} : { party: action === 'withdraw' ? parties.worker : parties.firm };
  switch (action) {
    case 'consent':
      return named;
    case 'refuse':
    case 'withdraw':
      return { ...named, reason: '已说明' };
    case 'not-accept':
      return { code: 'not-mediable', reason: '不属于调解范围' };
    case 'extend':
      return { days: 5, agreedBy: [parties.worker, parties.firm], reason: '继续协商' };
    case 'archive':
      return { archiveNumber: newKey() };
    case 'invite':
    case 'accept':
      return {};
    default:
      return { reason: '双方分歧较大' };
  }
}

/** What a party of the case may do in it. */
function ofParty(person: 'worker' | 'firm', action: RoutedAction, firmAgreed: boolean): number {
  if (!PARTY_ACTIONS.includes(action)) return 403;
  if (action === 'consent') return person === 'firm' && !firmAgreed ? 200 : 409;
  return action === 'withdraw' && person === 'firm' ? 403 : 200;
}

/** What those who run it may do. */
function ofStaff(action: RoutedAction, { firmAgreed, extended }: Model): number {
  if (action === 'extend') return extended ? 409 : 200;
  if (action === 'accept') return firmAgreed ? 200 : 409;
  return action === 'consent' && firmAgreed ? 409 : 200;
}

/** The last day of the term of a civil case of 20 August. */
const DUE = '2025-09-19';

interface Oral {
  reachedOn: string | undefined;
  isLate: boolean;
  isStarted: boolean;
  isOut: boolean;
}

/** What the model expects of an oral agreement, recorded after the term, before or after the time-out. */
function ofOral({ reachedOn, isLate, isStarted, isOut }: Oral): number {
  if (!isStarted) return 409;
  if (isLate !== isOut || reachedOn === '2025-08-19') return 422;
  return isOut && (reachedOn === undefined || reachedOn > DUE) ? 422 : 200;
}

/** The status the model expects. */
function expected(model: Model, person: Person, action: RoutedAction): number {
  const { state, firmAgreed } = model;
  const { roles } = PEOPLE[person];
  if (!lifecycle.rule(action).roles.some((role) => role === roles)) return 403;
  if (person === 'stranger') return 404;
  if (!lifecycle.allowedActions(state).includes(action)) return 409;
  return isParty(person) ? ofParty(person, action, firmAgreed) : ofStaff(action, model);
}

describe('the lifecycle of a case', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  it('answers as the model on paper, whoever asks for whatever', async () => {
    const step = fc.record({
      person: fc.constantFrom(...NAMES, 'window' as const, 'window' as const),
      action: fc.constantFrom(...ACTIONS.filter((action) => !ELSEWHERE.includes(action))),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
        const { body: made } = await service.as(PEOPLE.window)('POST', '/cases', { body: INTAKE });
        const parties = { worker: made.parties[0].id, firm: made.parties[1].id };
        let model: Model = { state: 'REGISTERED', firmAgreed: false, extended: false };
        let changes = 1;
        for (const { person, action } of steps) {
          const path = `/cases/${made.id}/actions/${action}`;
          const sent = { body: bodyOf(action, person, parties) };
          const { status } = await service.as(PEOPLE[person])('POST', path, sent);
          expect({ model, person, action, status }).toEqual({
            model,
            person,
            action,
            status: expected(model, person, action),
          });
          if (status !== 200) continue;
          changes += 1;
          model = {
            state: lifecycle.next(model.state, action),
            firmAgreed: model.firmAgreed || action === 'consent',
            extended: model.extended || action === 'extend',
          };
        }
        const { body: now } = await service.as(PEOPLE.window)('GET', `/cases/${made.id}`);
        expect(now).toMatchObject({ state: model.state, version: changes });
        const { body: ledger } = await service.as(PEOPLE.window)('GET', `/cases/${made.id}/ledger`);
        expect(ledger.items).toHaveLength(changes);
      }),
      { numRuns: 60 },
    );
  });

  it('takes an oral agreement after the time-out where it was reached within the term, and why it comes late', async () => {
    const said = fc.record({
      reachedOn: fc.constantFrom('2025-08-19', '2025-08-20', '2025-09-18', DUE, '2025-09-20', undefined),
      isLate: fc.boolean(),
      isStarted: fc.boolean(),
      isOut: fc.boolean(),
    });
    const step = agreeing(service);
    const registered = async (intake: object) =>
      (await service.as(PEOPLE.window)('POST', '/cases', { body: { ...INTAKE, ...intake } })).body.id;
    await fc.assert(
      fc.asyncProperty(said, async (late) => {
        service.clock.set('2025-08-20T02:00:00Z');
        const civil = { category: 'debt', organisation: 'people-mediation' };
        const id = late.isStarted ? (await step.mediating(civil)).id : await registered(civil);
        service.clock.set('2025-09-22T02:00:00Z');
        if (late.isOut) expect((await step.act(id, 'time-out')).body.state).toBe('TIMED_OUT');
        const { status } = await step.act(id, 'agree-orally', {
          amountAgreed: '3000.00',
          summary: '三日内支付3000元。',
          reachedOn: late.reachedOn,
          lateReason: late.isLate ? '记录人员当时外出' : undefined,
        });
        expect({ ...late, status }).toEqual({ ...late, status: ofOral(late) });
      }),
      { numRuns: 40 },
    );
    service.clock.set('2025-08-20T02:00:00Z');
  });

  it('lets one of a refusal and a withdrawal at once happen, and the ledger tells which', async () => {
    for (let n = 0; n < 10; n++) {
      const { body: made } = await service.as(PEOPLE.window)('POST', '/cases', { body: INTAKE });
      const act = (person: Person, action: RoutedAction) =>
        service.as(PEOPLE[person])('POST', `/cases/${made.id}/actions/${action}`, {
          body: { reason: '不再调解' },
        });
      const answers = await Promise.all([act('worker', 'withdraw'), act('firm', 'refuse')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { body } = await service.as(PEOPLE.window)('GET', `/cases/${made.id}/history`);
      expect(body.items).toHaveLength(2);
    }
  });
});
