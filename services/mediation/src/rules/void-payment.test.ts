import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import type { RunningClock } from './case-clock.ts';
import { openPromise } from './instalment-clock.ts';
import { decideVoid, type Voiding } from './void-payment.ts';

const calendar = chinaCalendar();
const effect = new Date('2025-09-01T02:00:00Z');
const now = new Date('2025-10-20T02:00:00Z');
const open = (ref: string, dueOn: string): RunningClock =>
  openPromise({ id: `c-${ref}`, ref, dueOn, reminderDays: 3 }, '2025-09-01', { now: effect, calendar });
const kept = (clock: RunningClock, onTime: boolean): RunningClock => ({ ...clock, stoppedAt: now, onTime });
const paid = (id: string, settledOn: string | null, onTime: boolean | null) => ({
  ...{ id, payee: 'a', amount: 500n, paid: settledOn === null ? 0n : 500n, settledOn, onTime },
});

/** What was paid on `two`, due on 20 September, cured a breach that began with `one`, due on the 10th; `three` is to come. */
const cured = (settledOn: string): Voiding => ({
  found: { state: 'EFFECTIVE', breachedOn: '2025-09-11', curedOn: '2025-10-01', performedOn: null },
  clocks: [
    kept(open('one', '2025-09-10'), false),
    kept(open('two', '2025-09-20'), false),
    open('three', '2025-12-01'),
  ],
  ...{ agreementId: 'agreement', reminderDays: 3 },
  instalment: paid('two', '2025-10-01', false),
  others: [paid('one', settledOn, false), paid('three', null, null)],
});

describe('a case without a payment', () => {
  const without = (voiding: Voiding) => decideVoid(voiding, { now, calendar });

  it('is in breach from the day on which anything was overdue without a day between', () => {
    // The first was made good after the second was overdue: the breach never ended.
    expect(without(cured('2025-09-25')).set).toMatchObject({
      ...{ state: 'BREACHED', breachedOn: '2025-09-11', curedOn: null, agreementStanding: 'owed' },
    });
    // It was made good before: what is overdue now is a breach of its own.
    expect(without(cured('2025-09-15')).set).toMatchObject({ breachedOn: '2025-09-21', curedOn: null });
  });

  it('lets the promise run again with the light it has by now', () => {
    const { relit } = without(cured('2025-09-15'));
    expect(relit).toMatchObject([{ after: { ref: 'two', light: 'red', stoppedAt: null, onTime: null } }]);
  });

  it('stays in breach of what was to be done where people had said so, and of no other', () => {
    const doing = { ...open('agreement', '2025-09-20'), stoppedAt: now, onTime: false };
    const performed = (breachedOn: string | null): Voiding => ({
      ...cured('2025-09-15'),
      found: { state: 'PERFORMED', breachedOn, curedOn: null, performedOn: '2025-10-10' },
      clocks: [kept(open('three', '2025-12-01'), true), doing],
      instalment: paid('three', '2025-10-05', true),
      others: [],
    });
    expect(without(performed('2025-09-21')).set).toMatchObject({
      ...{ state: 'BREACHED', breachedOn: '2025-09-21', performedOn: null },
    });
    expect(without(performed(null)).set).toMatchObject({ state: 'EFFECTIVE', breachedOn: null });
  });
});
