import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { clocksOfEffect } from './decide-move.ts';
import { nextSteps } from './next-steps.ts';

const calendar = chinaCalendar();
const effect = new Date('2025-08-20T02:00:00Z');
const breached = {
  state: 'BREACHED',
  outcome: 'agreed',
  labour: true,
  category: 'wage-arrears',
  channel: 'window',
  notAcceptedCode: null,
  agreementStanding: 'owed',
  breachedOn: '2025-08-25',
  curedOn: null,
  performedOn: null,
} as const;

describe('next steps', () => {
  const clocks = clocksOfEffect(true, { now: effect, calendar });

  it('opens payment order, arbitration, review and confirmation to a wage agreement', () => {
    const steps = nextSteps(breached, { clocks, now: new Date('2025-08-26T02:00:00Z'), limitationEnd: null });
    expect(steps.map(({ code, until }) => [code, until])).toEqual([
      ['payment-order', null],
      ['court', null],
      ['arbitration', '2026-08-25'],
      ['arbitration-review', '2025-09-04'],
      ['judicial-confirmation', '2025-09-19'],
    ]);
  });

  it('knows no payment order where nothing is paid, and no way whose time is over', () => {
    const steps = nextSteps(
      { ...breached, category: 'relation' },
      { clocks, now: new Date('2025-09-10T02:00:00Z'), limitationEnd: null },
    );
    expect(steps.map(({ code }) => code)).toEqual(['arbitration', 'judicial-confirmation']);
  });

  it('knows none where nothing is owed in money, and sends to court at once about wages alone', () => {
    const codes = (over: object) =>
      nextSteps({ ...breached, ...over }, { clocks: [], now: effect, limitationEnd: null }).map(
        ({ code }) => code,
      );
    expect(codes({ agreementStanding: 'settled' })).toEqual(['arbitration']);
    expect(codes({ agreementStanding: null })).toEqual(['payment-order', 'court', 'arbitration']);
    expect(codes({ category: 'severance' })).toEqual(['payment-order', 'arbitration']);
  });

  it('sends others to court within three years', () => {
    const none = { clocks: [], now: effect, limitationEnd: null };
    const civil = { ...breached, labour: false, category: 'debt' } as const;
    expect(nextSteps(civil, none)).toMatchObject([{ code: 'court', until: '2028-08-25' }]);
    expect(nextSteps({ ...civil, state: 'EFFECTIVE' }, none)).toEqual([]);
    // What the parties can do is not put away with the papers.
    expect(nextSteps({ ...civil, state: 'ARCHIVED' }, none)).toMatchObject([{ code: 'court' }]);
    expect(nextSteps({ ...civil, state: 'ARCHIVED', performedOn: '2025-09-01' }, none)).toEqual([]);
  });

  it('leads back to the court that sent it, and nowhere from what is decided elsewhere', () => {
    const none = { clocks: [], now: effect, limitationEnd: null };
    const failed = { ...breached, state: 'FAILED', channel: 'court' } as const;
    expect(nextSteps(failed, none)).toMatchObject([
      { code: 'court', text: { zh: '由委派的人民法院依法继续处理' } },
    ]);
    const refused = {
      ...breached,
      state: 'NOT_ACCEPTED',
      notAcceptedCode: 'in-arbitration-or-court',
    } as const;
    expect(nextSteps(refused, none)).toEqual([]);
  });
});
