import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { State } from '../src/vocabulary.ts';
import type { Case } from './agreed-case.ts';
import { courses, lineOf, type Step } from './case-course.ts';
import { STATES, TERM_OVER } from './case-model.ts';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';

const SIGNED = ['consent', 'accept', 'start', 'draft', 'agree', 'sign'] as const satisfies Step[];
const IN_EFFECT = [...SIGNED, 'seal'] as const satisfies Step[];
/** A day after that of the papers, and one on which the first instalment of 10 September is overdue. */
const DAY_AFTER = '2025-08-21';
const OVERDUE = '2025-09-12';

/** What follows where the last paper, the rest of the first instalment, or that a payment was none is recorded. */
interface Followed {
  /** The way to the state, with all that is needed for the three but themselves. */
  way: readonly Step[];
  /** `take-effect` follows from the seal. */
  seal: string;
  /** `cure`, or nothing, follows from the rest of what was overdue. */
  pay: string;
  /** `reopen`, or nothing, follows from voiding the first payment. */
  cancel: string;
}

const NO_AGREEMENT = {
  seal: '404 agreement-missing',
  pay: '404 agreement-missing',
  cancel: '404 agreement-missing',
} as const;
/** Agreed and signed, but not sealed in time, or not any more. */
const UNSEALED = {
  seal: '409 agreement-not-open-to-signing',
  pay: '409 agreement-not-in-effect',
  cancel: '404 payment-missing',
} as const;

const FOLLOWED: Record<State, Followed> = {
  REGISTERED: { way: [], ...NO_AGREEMENT },
  INVITING: { way: ['invite'], ...NO_AGREEMENT },
  ACCEPTED: { way: ['consent', 'accept'], ...NO_AGREEMENT },
  NOT_ACCEPTED: { way: ['not-accept'], ...NO_AGREEMENT },
  MEDIATING: { way: [...SIGNED, 'renegotiate'], ...UNSEALED },
  AGREED: { way: SIGNED, ...UNSEALED, seal: '201 EFFECTIVE' },
  EFFECTIVE: {
    way: [...IN_EFFECT, 'pay-part'],
    seal: '409 agreement-not-open-to-signing',
    pay: '201 EFFECTIVE',
    cancel: '200 EFFECTIVE',
  },
  BREACHED: {
    way: [...IN_EFFECT, 'pay-part', OVERDUE, 'breach'],
    seal: '409 agreement-not-open-to-signing',
    pay: '201 EFFECTIVE',
    cancel: '200 BREACHED',
  },
  PERFORMED: {
    way: [...IN_EFFECT, 'pay-second', 'pay-part', 'pay-rest'],
    seal: '409 agreement-not-open-to-signing',
    pay: '409 agreement-not-in-effect',
    cancel: '200 EFFECTIVE',
  },
  FAILED: { way: [...SIGNED, DAY_AFTER, 'fail'], ...UNSEALED },
  REFUSED: { way: [...SIGNED, DAY_AFTER, 'refuse'], ...UNSEALED },
  // The seal was put before the end.
  WITHDRAWN: { way: [...SIGNED, DAY_AFTER, 'withdraw'], ...UNSEALED, seal: '201 EFFECTIVE' },
  TIMED_OUT: { way: [...SIGNED, TERM_OVER, 'time-out'], ...UNSEALED, seal: '201 EFFECTIVE' },
  ARCHIVED: { way: [...SIGNED, DAY_AFTER, 'withdraw', 'archive'], ...UNSEALED },
};

describe('what nobody asks for, but follows,', () => {
  let service: MediationService;
  let course: ReturnType<typeof courses>;
  beforeAll(async () => {
    service = await startMediationService();
    course = courses(service);
  });
  afterAll(() => service?.close());

  /** What is heard, and that the case is where the answer says, or where it was. */
  const heardIn = async (of: Case, call: (of: Case) => Promise<Reply>): Promise<string> => {
    const before = await course.read(of.id);
    const reply = await call(of);
    const after = await course.read(of.id);
    const isRefused = reply.status >= 400;
    expect(after.version).toBe(before.version + (isRefused ? 0 : 1));
    expect(after.state).toBe(isRefused ? before.state : reply.body.caseState);
    return lineOf(reply);
  };

  it.each(STATES)('follows in a case %s from seal, payment and void alone', async (state) => {
    const { way, ...followed } = FOLLOWED[state];
    const calls = {
      seal: course.seal,
      pay: (of: Case) => course.pay(of, 0, '4000.00'),
      cancel: (of: Case) => course.cancel(of, 0),
    };
    for (const name of ['seal', 'pay', 'cancel'] as const) {
      const of = await course.bring(way);
      expect((await course.read(of.id)).state).toBe(state);
      expect({ name, heard: await heardIn(of, calls[name]) }).toEqual({ name, heard: followed[name] });
    }
  });

  it('follows from no payment once the case is with the archive', async () => {
    const paid = ['pay-part', 'pay-rest', 'pay-second', 'archive'] as const;
    const of = await course.bring([...IN_EFFECT, ...paid]);
    expect(await heardIn(of, (found) => course.cancel(found, 0))).toBe('409 case-archived');
    expect(await heardIn(of, (found) => course.pay(found, 0, '1.00'))).toBe('409 agreement-not-in-effect');
  });

  it('follows from no payment on a draft that an oral agreement has overtaken', async () => {
    const of = await course.bring(['consent', 'accept', 'start', 'draft', 'agree-orally']);
    expect(await heardIn(of, (found) => course.pay(found, 0, '5000.00'))).toBe('409 agreement-not-in-effect');
  });
});
