import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { addDays } from '@qinwu/domain/local-date';
import { limitationWarnings, NO_FACTS } from './limitation.ts';

const calendar = chinaCalendar();
const TODAY = '2025-11-28';
const AT_TABLE = {
  state: 'MEDIATING',
  labour: true,
  effectiveOn: null,
  breachedOn: null,
  curedOn: null,
  performedOn: null,
} as const;

describe('warnings about the limitation', () => {
  /** Every sixth day: known up to two years before the application, which came up to two years ago. */
  const cases = Array.from({ length: 122 }, (_, n) => addDays(TODAY, -n * 6)).flatMap((receivedOn) =>
    [null, ...Array.from({ length: 122 }, (_, n) => addDays(receivedOn, 6 - n * 6))].map(
      (limitationFrom) => ({
        ...AT_TABLE,
        limitationFrom,
        receivedOn,
      }),
    ),
  );

  it('are the same whether or not the year has to be counted', () => {
    const warned = cases.map((of) => {
      const counted = limitationWarnings({ ...of, facts: { ...NO_FACTS } }, TODAY, calendar);
      return { of, counted, quick: limitationWarnings({ ...of, facts: NO_FACTS }, TODAY, calendar) };
    });
    expect(warned.filter(({ counted, quick }) => JSON.stringify(counted) !== JSON.stringify(quick))).toEqual(
      [],
    );
    const kinds = new Set(warned.flatMap(({ counted }) => counted.map(({ code }) => code)));
    expect([...kinds].toSorted()).toEqual([
      'limitation-near',
      'limitation-over',
      'limitation-over-before-application',
      'limitation-urgent',
    ]);
  });

  it('say nothing of an agreement that is kept, and count the year of a broken one from its breach', () => {
    const agreed = {
      ...AT_TABLE,
      limitationFrom: '2023-06-01',
      receivedOn: '2024-06-03',
      effectiveOn: '2024-06-12',
      facts: NO_FACTS,
    };
    const warned = (over: object) =>
      limitationWarnings({ ...agreed, ...over }, TODAY, calendar).map(({ code, text }) => [code, text.zh]);
    expect(warned({ state: 'EFFECTIVE' })).toEqual([]);
    expect(warned({ state: 'PERFORMED', breachedOn: '2024-07-01', performedOn: '2024-08-01' })).toEqual([]);
    expect(warned({ state: 'BREACHED', breachedOn: '2025-07-01' })).toEqual([]);
    expect(warned({ state: 'BREACHED', breachedOn: '2024-12-10' })).toEqual([
      ['limitation-urgent', expect.stringContaining('2025-12-10')],
    ]);
    expect(warned({ state: 'ARCHIVED', breachedOn: '2024-11-01' })).toEqual([
      ['limitation-over', expect.stringContaining('2025-11-03')],
    ]);
    // Wages of an employment that lasts are not limited, nor once they were promised.
    const unpaid = { ...NO_FACTS, wagesInEmployment: true };
    expect(warned({ state: 'BREACHED', breachedOn: '2024-11-01', facts: unpaid })).toEqual([]);
  });
});
