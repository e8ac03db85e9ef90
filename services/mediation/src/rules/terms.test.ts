import { expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { startOfDay } from '@qinwu/domain/local-date';
import type { Delegation } from '../vocabulary.ts';
import { openClock, type Term } from './case-clock.ts';
import { defaultStandards } from './default-standards.ts';
import { followedTerm } from './side-track.ts';
import { CONFIRM, mediationTerm, REVIEW, termKindOf } from './terms.ts';

const calendar = chinaCalendar();
const now = new Date('2025-01-01T00:00:00Z');

/** The last day of a term that begins on a day, which itself is not counted. */
function lastDay(term: Term | null, from: string): string {
  if (term === null) throw new Error('no such term');
  const clock = openClock({ id: 'x', kind: 'mediate' }, term, { start: startOfDay(from), now, calendar });
  return new Date(clock.dueAt.getTime() - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
}

const standard = (kind: string) => defaultStandards().find((each) => each.kind === kind) ?? null;

it.each<[string, Term | null, [string, string][]]>([
  [
    'mediation of a labour dispute, 15 days (调解仲裁法 art. 14)',
    mediationTerm(null),
    [
      ['2025-08-20', '2025-09-04'],
      ['2025-09-16', '2025-10-09'],
      ['2025-12-20', '2026-01-04'],
      ['2026-01-30', '2026-02-14'],
    ],
  ],
  [
    'judicial confirmation, 30 days (人民调解法 art. 33)',
    CONFIRM,
    [
      ['2025-08-20', '2025-09-19'],
      ['2025-09-05', '2025-10-09'],
      ['2026-01-16', '2026-02-24'],
    ],
  ],
  [
    'arbitration review, 15 days',
    REVIEW,
    [
      ['2026-02-03', '2026-02-24'],
      ['2026-01-23', '2026-02-09'],
    ],
  ],
  [
    'acceptance by the arbitration commission, 5 working days (调解仲裁法 art. 29)',
    followedTerm('arbitration', 'FILED'),
    [
      ['2025-09-26', '2025-10-10'],
      ['2025-01-24', '2025-02-07'],
      ['2025-04-24', '2025-04-30'],
    ],
  ],
  [
    'the award, 45 days of acceptance (调解仲裁法 art. 43)',
    followedTerm('arbitration', 'ACCEPTED'),
    [
      ['2025-08-20', '2025-10-09'],
      ['2025-03-03', '2025-04-17'],
    ],
  ],
  [
    'the special procedure of confirmation, 30 days (民事诉讼法 art. 187)',
    followedTerm('judicial-confirmation', 'ACCEPTED'),
    [['2025-04-01', '2025-05-06']],
  ],
  [
    'the review itself, 5 working days',
    followedTerm('arbitration-review', 'ACCEPTED'),
    [['2025-09-26', '2025-10-10']],
  ],
  [
    'mediation of another dispute, as the park sets it',
    mediationTerm(standard('civil-mediation-days')),
    [['2025-08-20', '2025-09-19']],
  ],
])('%s', (_, term, vectors) => {
  expect(vectors.map(([from]) => [from, lastDay(term, from)])).toEqual(vectors);
});

it('leaves the term of what a court sends to its own standard, a labour dispute too', () => {
  const kindOf = (labour: boolean, channel: 'window' | 'court', delegation: Delegation | null = null) =>
    termKindOf({ labour, channel, delegation });
  expect(kindOf(true, 'window')).toBeNull();
  expect(kindOf(false, 'window')).toBe('civil-mediation-days');
  for (const labour of [true, false]) {
    expect(kindOf(labour, 'court')).toBe('court-mediation-days');
    expect(kindOf(labour, 'court', 'before-filing')).toBe('court-before-filing-days');
    expect(kindOf(labour, 'court', 'after-filing')).toBe('court-after-filing-days');
    expect(kindOf(labour, 'court', 'after-filing-summary')).toBe('court-after-filing-summary-days');
  }
});

it('knows no limit of the ways whose law sets none', () => {
  for (const kind of ['court', 'payment-order', 'legal-aid', 'labour-inspection'] as const) {
    expect([followedTerm(kind, 'FILED'), followedTerm(kind, 'ACCEPTED')]).toEqual([null, null]);
  }
});
