import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addDays } from '@qinwu/domain/local-date';
import fc from 'fast-check';
import type { RoutedAction } from '../src/rules/action-bodies.ts';
import type { Case } from './agreed-case.ts';
import { courses, lineOf } from './case-course.ts';
import { ACTIONS, EVERYBODY, PEOPLE, type Person, RECEIVED, STATES } from './case-model.ts';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';
import {
  AT_FIRST,
  after,
  answerIn,
  BESIDES,
  isTaken,
  type OnPaper,
  offeredIn,
  type Taken,
} from './walk-model.ts';

/** Actions after which little happens any more: taken as often as others, no walk would come far. */
const ENDS: readonly RoutedAction[] = ['not-accept', 'fail', 'refuse', 'withdraw', 'time-out', 'archive'];
/** The straight way, of which a walk goes a part first: by chance alone few would come that far. */
const STRAIGHT: readonly Taken[] = [
  ...(['consent', 'accept', 'start'] as const).map((name) => ({ name, person: 'window' as const })),
  { name: 'draft' },
  { name: 'agree', person: 'window' },
  { name: 'sign' },
];
/** Days that pass at once: to the next, past the first instalment, past the term. */
const DAYS = [1, 11, 31] as const;
/** What the service itself does with a breach that is paid, and with a performance that was none. */
const CURED = 'BREACHED pay EFFECTIVE';
const REOPENED = 'PERFORMED cancel EFFECTIVE';
const AMOUNTS = ['5000.00', '7000.00'] as const;

interface Step {
  /** Something that is open, anything at all, or days that pass. */
  kind: 'open' | 'any' | 'days';
  person: Person;
  pick: number;
  isEnd: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.oneof(
    { weight: 5, arbitrary: fc.constant('open' as const) },
    { weight: 3, arbitrary: fc.constant('any' as const) },
    { weight: 2, arbitrary: fc.constant('days' as const) },
  ),
  person: fc.constantFrom(...EVERYBODY),
  pick: fc.nat(10_000),
  isEnd: fc.nat(5).map((n) => n === 0),
});

const way = fc.record({
  straight: fc.constantFrom(0, 1, 3, 5, 6, 6),
  idle: fc.constantFrom(0, 0, ...DAYS),
  steps: fc.array(step, { minLength: 4, maxLength: 14 }),
});

function chosen(of: OnPaper, { kind, person, pick, isEnd }: Step): Taken {
  const all: Taken[] = [...ACTIONS.map((name) => ({ name, person })), ...BESIDES];
  const open = [...ACTIONS.map((name) => ({ name, person: 'window' as const })), ...BESIDES]
    .filter((taken) => isTaken(of, taken))
    .filter(({ name }) => isEnd === ENDS.some((end) => end === name));
  const from = kind === 'any' || open.length === 0 ? all : open;
  return from[pick % from.length] ?? { name: 'draft' };
}

describe('a case on any way', () => {
  let service: MediationService;
  let course: ReturnType<typeof courses>;
  beforeAll(async () => {
    service = await startMediationService();
    course = courses(service);
  });
  afterAll(() => service?.close());

  const take = async (found: Case, of: OnPaper, taken: Taken): Promise<Reply> => {
    const { state, today, startedOn } = of;
    switch (taken.name) {
      case 'draft': {
        const { worker: payee, firm: payer } = found;
        const instalments = AMOUNTS.map((amount, nth) => ({
          ...{ amount, payer, payee },
          dueOn: addDays(today, nth === 0 ? 10 : 20),
        }));
        return course.draft(found, { instalments });
      }
      case 'sign':
        if (state === 'AGREED') await course.sign(found);
        return course.seal(found, today);
      case 'pay':
        return course.pay(found, taken.nth, AMOUNTS[taken.nth]);
      case 'cancel':
        return course.cancel(found, taken.nth);
      default: {
        const late = state === 'TIMED_OUT' ? { reachedOn: startedOn ?? RECEIVED } : {};
        return course.act(found, taken.name, { person: taken.person, ...late });
      }
    }
  };

  const passed = (of: OnPaper, days: number): OnPaper => {
    const today = addDays(of.today, days);
    service.clock.set(`${today}T02:00:00Z`);
    return { ...of, today };
  };

  /** The case, what the window is offered in it, and its ledger are as on paper. */
  const expectAsOnPaper = async ({ id }: Case, of: OnPaper): Promise<void> => {
    const [{ state, version, allowedActions }, ledger] = await Promise.all([
      course.read(id),
      service.as(PEOPLE.supervisor)('GET', `/cases/${id}/ledger`),
    ]);
    expect({ state, version, offered: allowedActions.toSorted(), entries: ledger.body.items.length }).toEqual(
      {
        state: of.state,
        version: of.version,
        offered: offeredIn(of).toSorted(),
        entries: of.version,
      },
    );
  };

  it('answers as on paper, whoever does whatever, and is left as on paper', async () => {
    const gone = new Set<string>();
    const go = async (found: Case, of: OnPaper, taken: Taken): Promise<OnPaper> => {
      const heard = lineOf(await take(found, of, taken));
      expect({ of, taken, heard }).toEqual({ of, taken, heard: answerIn(of, taken) });
      const next = isTaken(of, taken) ? after(of, taken) : of;
      await expectAsOnPaper(found, next);
      if (next !== of) gone.add(`${of.state} ${taken.name} ${next.state}`);
      return next;
    };
    const walk = fc.asyncProperty(way, async ({ straight, idle, steps }) => {
      const found = await course.register();
      let of = AT_FIRST;
      for (const taken of STRAIGHT.slice(0, straight)) of = await go(found, of, taken);
      of = passed(of, idle);
      for (const each of steps) {
        if (each.kind === 'days') of = passed(of, DAYS[each.pick % DAYS.length] ?? 1);
        else of = await go(found, of, chosen(of, each));
      }
    });
    // Of a seed by which the walks together come everywhere.
    await fc.assert(walk, { numRuns: 50, seed: 20250857 });
    const seen = new Set([...gone].flatMap((each) => each.split(' ')));
    const steps = [...ACTIONS, ...BESIDES.map(({ name }) => name)];
    expect([...STATES, ...steps].filter((each) => !seen.has(each))).toEqual([]);
    expect([...gone]).toEqual(expect.arrayContaining([CURED, REOPENED]));
  }, 120_000);
});
