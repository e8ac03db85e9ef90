import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import type { Procedure } from '../vocabulary.ts';
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
  procedures: null,
} as const;

describe('next steps', () => {
  const clocks = clocksOfEffect(true, { now: effect, calendar });

  it('opens payment order, arbitration, review and confirmation to a wage agreement', () => {
    const steps = nextSteps(breached, {
      clocks,
      now: new Date('2025-08-26T02:00:00Z'),
      calendar,
      limitationEnd: null,
    });
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
      { clocks, now: new Date('2025-09-10T02:00:00Z'), calendar, limitationEnd: null },
    );
    expect(steps.map(({ code }) => code)).toEqual(['arbitration', 'judicial-confirmation']);
  });

  it('knows none where nothing is owed in money, and sends to court at once about wages alone', () => {
    const codes = (over: object) =>
      nextSteps({ ...breached, ...over }, { clocks: [], now: effect, calendar, limitationEnd: null }).map(
        ({ code }) => code,
      );
    expect(codes({ agreementStanding: 'settled' })).toEqual(['arbitration']);
    expect(codes({ agreementStanding: null })).toEqual(['payment-order', 'court', 'arbitration']);
    expect(codes({ category: 'severance' })).toEqual(['payment-order', 'arbitration']);
  });

  it('counts to a working day, and as the limitation was moved for those who are told of it', () => {
    const of = { ...breached, breachedOn: '2025-02-14', category: 'relation' } as const;
    const days = { clocks: [], now: effect, calendar };
    // 14 February 2026 is a Saturday worked for the Spring Festival, 15 February the first day of it.
    expect(nextSteps(of, { ...days, limitationEnd: null })).toMatchObject([{ until: '2026-02-14' }]);
    const rolled = { ...of, breachedOn: '2025-02-15' };
    expect(nextSteps(rolled, { ...days, limitationEnd: null })).toMatchObject([{ until: '2026-02-24' }]);
    expect(nextSteps(of, { ...days, limitationEnd: '2026-08-03' })).toMatchObject([{ until: '2026-08-03' }]);
  });

  it('sends others to court within three years', () => {
    const none = { clocks: [], now: effect, calendar, limitationEnd: null };
    const civil = { ...breached, labour: false, category: 'debt' } as const;
    expect(nextSteps(civil, none)).toMatchObject([{ code: 'court', until: '2028-08-25' }]);
    expect(nextSteps({ ...civil, breachedOn: '2025-09-17' }, none)).toMatchObject([{ until: '2028-09-18' }]);
    expect(nextSteps({ ...civil, state: 'EFFECTIVE' }, none)).toEqual([]);
    // What the parties can do is not put away with the papers.
    expect(nextSteps({ ...civil, state: 'ARCHIVED' }, none)).toMatchObject([{ code: 'court' }]);
    expect(nextSteps({ ...civil, state: 'ARCHIVED', performedOn: '2025-09-01' }, none)).toEqual([]);
  });

  it('leads back to the court that sent it, and nowhere from what is decided elsewhere', () => {
    const none = { clocks: [], now: effect, calendar, limitationEnd: null };
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

  it('ends no way on a holiday', () => {
    const none = { clocks: [], now: effect, calendar, limitationEnd: null };
    const onHoliday = { ...breached, breachedOn: '2024-10-01' } as const;
    expect(nextSteps(onHoliday, none)).toContainEqual(
      expect.objectContaining({ code: 'arbitration', until: '2025-10-09' }),
    );
  });

  it('sends nobody where the dispute is or was decided already', () => {
    const after = (...procedures: Procedure[]) =>
      nextSteps({ ...breached, procedures }, { clocks, now: effect, calendar, limitationEnd: null }).map(
        ({ code, until, article }) => [code, until, article],
      );
    const arbitration = (state: Procedure['state'], outcome: string | null = null): Procedure => ({
      kind: 'arbitration',
      state,
      outcome,
    });
    const order = (outcome: string): Procedure => ({ kind: 'payment-order', state: 'DECIDED', outcome });
    const codes = (...procedures: Procedure[]) => after(...procedures).map(([code]) => code);
    expect(codes(arbitration('ACCEPTED'))).toEqual(['arbitration-review', 'judicial-confirmation']);
    expect(after(arbitration('NOT_ACCEPTED'))[0]).toEqual(['court', null, '调解仲裁法第二十九条']);
    expect(codes(arbitration('NOT_ACCEPTED'))).not.toContain('arbitration');
    expect(codes(arbitration('DECIDED', 'award'))).toEqual(['court', 'enforcement']);
    expect(codes(arbitration('DECIDED', 'settled'))).toEqual(['enforcement']);
    expect(codes(arbitration('DECIDED', 'dismissed'))).toEqual([
      'court',
      'arbitration-review',
      'judicial-confirmation',
    ]);
    // Taken back, it can be applied for again; of two the last one tells.
    expect(codes(arbitration('WITHDRAWN'))).toContain('arbitration');
    expect(codes(arbitration('WITHDRAWN'), arbitration('FILED'))).not.toContain('arbitration');
    expect(codes(order('issued'))).toEqual(['enforcement']);
    const objected = codes(order('ended-by-objection'));
    expect(objected).toContain('arbitration');
    expect(objected).not.toContain('payment-order');
    expect(objected.filter((code) => code === 'court')).toHaveLength(1);
    expect(after({ kind: 'judicial-confirmation', state: 'DECIDED', outcome: 'confirmed' })).toEqual([
      ['enforcement', '2027-08-25', '民事诉讼法第二百零六条；民事诉讼法第二百五十条（待核对原文）'],
    ]);
    expect(codes({ kind: 'court', state: 'ACCEPTED', outcome: null })).toEqual([
      'arbitration-review',
      'judicial-confirmation',
    ]);
    expect(codes({ kind: 'labour-inspection', state: 'FILED', outcome: null })).toContain('arbitration');
    // Legal aid is help on any way, and keeps none.
    expect(codes({ kind: 'legal-aid', state: 'DECIDED', outcome: 'granted' })).toEqual(codes());
  });
});
