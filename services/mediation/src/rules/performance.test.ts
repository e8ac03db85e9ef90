import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { openPromise } from './instalment-clock.ts';
import { decidePayment } from './performance.ts';

const calendar = chinaCalendar();
const effect = new Date('2025-09-01T02:00:00Z');
const clockOf = (ref: string, dueOn: string) =>
  openPromise({ id: `c-${ref}`, ref, dueOn, reminderDays: 3 }, '2025-09-01', { now: effect, calendar });
const clocks = [clockOf('one', '2025-09-10'), clockOf('two', '2025-09-20')];
const one = { id: 'one', payee: 'a', amount: 500n, paid: 0n, settledOn: null, onTime: null };

describe('payments', () => {
  const pay = (over: object, amount: bigint, paidOn: string, now: string) =>
    decidePayment(
      {
        state: 'EFFECTIVE',
        status: 'effective',
        signedOn: '2025-09-01',
        instalment: one,
        lastPaidOn: null,
        clocks,
        ...over,
      },
      { amount, paidOn },
      new Date(now),
    );

  it('leaves an instalment open until its last fen', () => {
    expect(pay({}, 499n, '2025-09-10', '2025-09-10T02:00:00Z')).toEqual({
      paid: 499n,
      settledOn: null,
      onTime: null,
      clocks: [],
      action: null,
    });
  });

  it('settles on the day of the last payment, whichever was recorded last', () => {
    const paid = pay(
      { instalment: { ...one, paid: 499n }, lastPaidOn: '2025-09-11' },
      1n,
      '2025-09-09',
      '2025-09-12T02:00:00Z',
    );
    expect(paid).toMatchObject({ settledOn: '2025-09-11', onTime: false, action: null });
  });

  it('cures a breach only where nothing else is overdue, and ends with the last one', () => {
    const state = 'BREACHED';
    expect(pay({ state }, 500n, '2025-09-12', '2025-09-12T02:00:00Z').action).toBe('cure');
    expect(pay({ state }, 500n, '2025-09-21', '2025-09-21T02:00:00Z').action).toBeNull();
    expect(
      pay({ state, clocks: clocks.slice(0, 1) }, 500n, '2025-09-21', '2025-09-21T02:00:00Z').action,
    ).toBe('perform');
  });

  it('refuses what is in excess, nothing, or of a day to come', () => {
    const now = '2025-09-10T02:00:00Z';
    for (const [amount, paidOn, code] of [
      [501n, '2025-09-10', 'payment-too-large'],
      [0n, '2025-09-10', 'amount-missing'],
      [1n, '2025-09-11', 'date-in-future'],
    ] as const) {
      expect(() => pay({}, amount, paidOn, now)).toThrow(expect.objectContaining({ code }));
    }
  });
});
