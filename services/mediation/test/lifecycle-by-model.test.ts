import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RoutedAction } from '../src/rules/action-bodies.ts';
import type { State } from '../src/vocabulary.ts';
import { courses, lineOf, type Step } from './case-course.ts';
import { ACTIONS, answerTo, EVERYBODY, type Person, RECEIVED, STATES, TERM_OVER } from './case-model.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const MEDIATED = ['consent', 'accept', 'start'] as const satisfies Step[];

/** A way to each state. */
const WAYS: Record<State, readonly Step[]> = {
  REGISTERED: [],
  INVITING: ['invite'],
  ACCEPTED: ['consent', 'accept'],
  NOT_ACCEPTED: ['not-accept'],
  MEDIATING: MEDIATED,
  AGREED: [...MEDIATED, 'draft', 'agree'],
  EFFECTIVE: [...MEDIATED, 'agree-orally'],
  PERFORMED: [...MEDIATED, 'agree-orally', 'perform'],
  BREACHED: [...MEDIATED, 'agree-orally', 'breach'],
  FAILED: [...MEDIATED, 'fail'],
  REFUSED: ['refuse'],
  WITHDRAWN: ['withdraw'],
  TIMED_OUT: [...MEDIATED, TERM_OVER, 'time-out'],
  ARCHIVED: ['withdraw', 'archive'],
};

/** What must be there first where the state alone does not do. */
const RIPE: Partial<Record<RoutedAction, readonly Step[]>> = {
  accept: ['consent'],
  agree: ['draft'],
  'time-out': [TERM_OVER],
};

describe('every action in every state', () => {
  let service: MediationService;
  let course: ReturnType<typeof courses>;
  beforeAll(async () => {
    service = await startMediationService();
    course = courses(service);
  });
  afterAll(() => service?.close());

  const isOpen = (person: Person, action: RoutedAction, state: State) =>
    answerTo(person, action, state).startsWith('200');
  const saidIn = (state: State, person: Person) =>
    state === 'TIMED_OUT' ? { person, reachedOn: RECEIVED } : { person };

  it.each(STATES)('that a case %s refuses leaves it as it was', async (state) => {
    const of = await course.bring(WAYS[state]);
    const before = await course.read(of.id);
    expect(before.state).toBe(state);
    const asked = ACTIONS.flatMap((action) => EVERYBODY.map((person) => ({ action, person }))).filter(
      ({ action, person }) => !isOpen(person, action, state),
    );
    const heard: string[] = [];
    // Two hundred at once would wait for the few connections there are until they are turned away.
    for (const action of ACTIONS) {
      const ofAction = asked.filter((each) => each.action === action);
      const answers = ofAction.map(async ({ person }) => {
        const reply = await course.act(of, action, saidIn(state, person));
        return `${person} ${action}: ${lineOf(reply)}`;
      });
      heard.push(...(await Promise.all(answers)));
    }
    expect(heard).toEqual(
      asked.map(({ action, person }) => `${person} ${action}: ${answerTo(person, action, state)}`),
    );
    expect(await course.read(of.id)).toMatchObject({ state, version: before.version });
  });

  const running = STATES.filter((state) => ACTIONS.some((action) => isOpen('window', action, state)));
  it.each(running)('that is open in a case %s leads where it should', async (state) => {
    for (const action of ACTIONS) {
      for (const person of EVERYBODY.filter((each) => isOpen(each, action, state))) {
        const of = await course.bring([...WAYS[state], ...(RIPE[action] ?? [])]);
        const reply = await course.act(of, action, saidIn(state, person));
        const heard = { person, action, heard: lineOf(reply) };
        expect(heard).toEqual({ person, action, heard: answerTo(person, action, state) });
        expect((await course.read(of.id)).state).toBe(reply.body.state);
      }
    }
  });
});
