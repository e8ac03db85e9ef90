import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@qinwu/domain/actor';
import fc from 'fast-check';
import { type Action, lifecycle } from '../src/rules/lifecycle.ts';
import type { State } from '../src/vocabulary.ts';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
beforeAll(async () => {
  service = await startGrievanceService();
});
afterAll(async () => service.close());

const PEOPLE = {
  dispatcher: { roles: 'dispatcher', sub: 'dispatcher-1' },
  handler: { roles: 'handler', sub: 'handler-1', unit: 'property' },
  verifier: { roles: 'verifier', sub: 'verifier-1' },
  supervisor: { roles: 'supervisor', sub: 'supervisor-1' },
} as const satisfies Record<string, { roles: Role; sub: string; unit?: string }>;
type Person = keyof typeof PEOPLE;
const NAMES = Object.keys(PEOPLE) as Person[];

const BODIES: Partial<Record<Action, object>> = {
  decline: { code: 'outside-jurisdiction', reason: '不在园区' },
  assign: { unit: 'property' },
  return: { reason: '不属本单位' },
  'reject-return': { reason: '属于' },
  reply: { result: '已更换' },
  resolve: { resolution: 'resolved', result: '已更换' },
  'call-back': { reached: true, satisfaction: 4 },
  redo: { reason: '又坏了' },
  'write-off': { statement: '已核验', documents: ['12号'] },
  'request-extension': { reason: '等配件', amount: 5, unit: 'workday' },
  'refuse-extension': { reason: '不必' },
  refer: { reason: '双方有争议', consent: 'oral' },
  suspend: { reason: '等材料' },
  escalate: { reason: '需协调' },
  supervise: { level: 1, reason: '反映强烈' },
  'hotline-answer': { granted: true },
};

/** What a reader of the rules would keep on paper. */
interface Model {
  state: State;
  isSuspended: boolean;
  extension: 'none' | 'requested' | 'decided';
  isResolved: boolean;
  isReferred: boolean;
  level: number;
  version: number;
}

const START: Model = {
  state: 'REGISTERED',
  isSuspended: false,
  extension: 'none',
  isResolved: false,
  isReferred: false,
  level: 0,
  version: 1,
};
const WHILE_SUSPENDED: Action[] = ['contact', 'resume', 'escalate', 'supervise'];
const CORRECTABLE: State[] = ['REGISTERED', 'ACCEPTED', 'DISPATCHED'];
const DESK: Person[] = ['dispatcher', 'supervisor'];

const ANSWERED: State[] = ['REPLIED', 'CALLBACK'];

/** What the table of states cannot say. */
const RULES: Partial<Record<Action, (model: Model, person: Person) => boolean>> = {
  resume: ({ isSuspended }) => isSuspended,
  'hotline-answer': () => false,
  'request-extension': ({ extension }) => extension === 'none',
  'approve-extension': ({ extension }) => extension === 'requested',
  'refuse-extension': ({ extension }) => extension === 'requested',
  escalate: ({ level }) => level < 3,
  refer: ({ isReferred }) => !isReferred,
  accept: ({ state }) => state === 'REGISTERED',
  return: ({ state }, person) => person === 'handler' && ['DISPATCHED', 'SIGNED'].includes(state),
  close: ({ isResolved }) => isResolved,
  resolve: ({ isResolved, state }) => !(isResolved && ANSWERED.includes(state)),
};

function allowed(model: Model, person: Person): Action[] {
  return lifecycle
    .allowedActions(model.state, [PEOPLE[person].roles])
    .filter((action) => !model.isSuspended || WHILE_SUSPENDED.includes(action))
    .filter((action) => RULES[action]?.(model, person) ?? true);
}

function after(model: Model, action: Action): Model {
  const next = { ...model, state: lifecycle.next(model.state, action) };
  if (action === 'suspend') next.isSuspended = true;
  if (action === 'resume') next.isSuspended = false;
  if (action === 'request-extension') next.extension = 'requested';
  if (action === 'approve-extension' || action === 'refuse-extension') next.extension = 'decided';
  if (action === 'escalate') next.level += 1;
  if (action === 'resolve') next.isResolved = true;
  if (action === 'refer') next.isReferred = true;
  if (action === 'redo') Object.assign(next, { extension: 'none', isResolved: false, level: 0 });
  return next;
}

interface Step {
  person: Person;
  pick: number;
  /** Any action at all, mostly a forbidden one. */
  isWild: boolean;
  /** A correction that moves the limits, in place of an action. */
  isCorrection: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  person: fc.constantFrom(...NAMES),
  pick: fc.nat(1_000),
  isWild: fc.boolean(),
  isCorrection: fc.nat(5).map((n) => n === 0),
});

function chosen(model: Model, { person, pick, isWild }: Step): Action {
  const open = allowed(model, person);
  const from = isWild || open.length === 0 ? lifecycle.actionNames : open;
  return from[pick % from.length] ?? 'accept';
}

/** What the model says the API answers. */
function expectedStatus(model: Model, person: Person, action: Action): number {
  if (allowed(model, person).includes(action)) return 200;
  return lifecycle.rule(action).roles.some((role) => role === PEOPLE[person].roles) ? 409 : 403;
}

function correctionStatus({ state, isSuspended }: Model, person: Person): number {
  if (!CORRECTABLE.includes(state) || isSuspended) return 409;
  return state === 'REGISTERED' || DESK.includes(person) ? 200 : 403;
}

/** Makes another limit of it, which must lose neither its pauses nor its extension. */
async function correct(id: string, model: Model, { person, pick }: Step): Promise<Model> {
  const status = correctionStatus(model, person);
  const body = { complexity: pick % 2 === 0 ? 'difficult' : 'ordinary' };
  const headers = { 'if-match': `"${id}-${model.version}"` };
  const reply = await service.as(PEOPLE[person])('PATCH', `/grievances/${id}`, { body, headers });
  expect({ correction: model, status: reply.status }).toEqual({ correction: model, status });
  return status === 200 ? { ...model, version: reply.body.version } : model;
}

/** Takes one step on the service and on the model, and compares them. */
async function take(id: string, model: Model, taken: Step): Promise<Model> {
  const { person } = taken;
  if (taken.isCorrection) return correct(id, model, taken);
  const action = chosen(model, taken);
  const status = expectedStatus(model, person, action);
  const call = service.as(PEOPLE[person]);
  const reply = await call('POST', `/grievances/${id}/actions/${action}`, { body: BODIES[action] ?? {} });
  expect({ action, model, status: reply.status }).toEqual({ action, model, status });
  const next = status === 200 ? { ...after(model, action), version: reply.body.version } : model;
  if (status !== 403) expect(reply.body.state).toBe(next.state);
  if (status !== 403) expect(reply.body.allowedActions).toEqual(allowed(next, person));
  return next;
}

describe('the lifecycle, asked over HTTP', () => {
  it('does what the table says, and nothing else, in any order of actions', async () => {
    const reached = new Set<State>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (steps) => {
        const created = await service.as(PEOPLE.dispatcher)('POST', '/grievances', { body: INTAKE });
        let model = START;
        for (const taken of steps) {
          model = await take(created.body.id, model, taken);
          reached.add(model.state);
        }
      }),
      { numRuns: 40, seed: 20250901 },
    );
    expect(reached.size).toBeGreaterThanOrEqual(10);
  }, 60_000);
});
