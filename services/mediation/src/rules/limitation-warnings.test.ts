import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { addDays } from '@qinwu/domain/local-date';
import { limitationWarnings, NO_FACTS } from './limitation.ts';

const calendar = chinaCalendar();
const TODAY = '2025-11-28';

describe('warnings about the limitation', () => {
  /** Every sixth day: known up to two years before the application, which came up to two years ago. */
  const cases = Array.from({ length: 122 }, (_, n) => addDays(TODAY, -n * 6)).flatMap((receivedOn) =>
    [null, ...Array.from({ length: 122 }, (_, n) => addDays(receivedOn, 6 - n * 6))].map(
      (limitationFrom) => ({
        labour: true,
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
});
