import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { clocksOfEffect } from './decide-move.ts';
import { nextSteps } from './next-steps.ts';

const calendar = chinaCalendar();
const effect = new Date('2025-08-20T02:00:00Z');
const breached = {
  state: 'BREACHED',
  labour: true,
  category: 'wage-arrears',
  breachedOn: '2025-08-25',
} as const;

describe('next steps after a breach', () => {
  const clocks = clocksOfEffect(true, { now: effect, calendar });

  it('opens payment order, arbitration, review and confirmation to a wage agreement', () => {
    const steps = nextSteps(breached, clocks, new Date('2025-08-26T02:00:00Z'));
    expect(steps.map(({ code, until }) => [code, until])).toEqual([
      ['payment-order', null],
      ['arbitration', '2026-08-25'],
      ['arbitration-review', '2025-09-04'],
      ['judicial-confirmation', '2025-09-19'],
    ]);
  });

  it('knows no payment order where nothing is paid, and no way whose time is over', () => {
    const steps = nextSteps({ ...breached, category: 'relation' }, clocks, new Date('2025-09-10T02:00:00Z'));
    expect(steps.map(({ code }) => code)).toEqual(['arbitration', 'judicial-confirmation']);
  });

  it('sends others to court within three years', () => {
    const civil = { ...breached, labour: false, category: 'debt' } as const;
    expect(nextSteps(civil, [], effect)).toMatchObject([{ code: 'court', until: '2028-08-25' }]);
    expect(nextSteps({ ...civil, state: 'EFFECTIVE' }, [], effect)).toEqual([]);
  });
});
