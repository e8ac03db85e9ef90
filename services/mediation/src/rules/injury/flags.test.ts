import { describe, expect, it } from '@jest/globals';
import type { Deadline } from '@qinwu/domain/deadline';
import { type FlagInput, flagsOf } from './flags.ts';

const now = new Date('2025-09-20T02:00:00Z');
const nothing: NonNullable<FlagInput['content']> = {
  occurredAt: '2025-08-18T15:20:00+08:00',
  firstDiagnosedAt: null,
  diedAt: null,
  hints: [],
};
const codes = (input: Partial<FlagInput>, at = now) =>
  flagsOf(
    {
      applicantKind: 'employer',
      clocks: [],
      baseOn: '2025-08-18',
      acceptedOn: null,
      content: nothing,
      ...input,
    },
    at,
  ).map(({ code, article }) => `${code} ${article}`);
const LATE = 'employer-late 工伤保险条例第十七条第四款';
const YEAR_OVER = 'worker-late 工伤保险条例第十七条第二款';
const DEATH = 'death-within-48h 工伤保险条例第十五条第一款第（一）项';
const employer = {
  kind: 'employer' as const,
  dueAt: new Date('2025-09-17T16:00:00Z'),
  stoppedAt: null,
  onTime: null,
  deadline: {
    start: '2025-08-18T02:00:00.000Z',
    limit: { unit: 'calendar-day' as const, amount: 30 },
    pauses: [] as Deadline['pauses'],
    extensions: [],
  },
};

describe('flags of an application', () => {
  it('tells that the employer is late from the end of the limit, and never where it was kept', () => {
    expect(codes({ clocks: [employer] }, new Date('2025-09-17T15:59:59Z'))).toEqual([]);
    expect(codes({ clocks: [employer] }, new Date('2025-09-17T16:00:00Z'))).toEqual([LATE]);
    expect(codes({ clocks: [{ ...employer, stoppedAt: now, onTime: true }] })).toEqual([]);
    expect(codes({ clocks: [{ ...employer, stoppedAt: now, onTime: false }] })).toEqual([LATE]);
    expect(codes({ clocks: [{ ...employer, kind: 'worker' }] })).toEqual([]);
  });

  it.each(['worker', 'relative', 'union'] as const)(
    'tells that the year of the %s was over',
    (applicantKind) => {
      const year = { ...employer, kind: 'worker' as const };
      const of = (clock: Partial<typeof employer> | { onTime: boolean; stoppedAt: Date }, at = now) =>
        codes({ applicantKind, clocks: [{ ...year, ...clock }] }, at);
      expect(of({}, new Date('2025-09-17T15:59:59Z'))).toEqual([]);
      expect(of({}, new Date('2025-09-17T16:00:00Z'))).toEqual([YEAR_OVER]);
      expect(of({ stoppedAt: now, onTime: true })).toEqual([]);
      expect(of({ stoppedAt: now, onTime: false })).toEqual([YEAR_OVER]);
      // Not handed over: whether it was late is what it was then.
      const stoppedAt = new Date('2025-09-01T00:00:00Z');
      expect(codes({ applicantKind, clocks: [{ ...year, stoppedAt }] })).toEqual([]);
      expect(codes({ applicantKind: 'employer', clocks: [year] })).toEqual([]);
      // It stands still: nothing of what was left is gone.
      const pauses = [{ from: '2025-09-01T00:00:00.000Z', to: null }];
      expect(of({ deadline: { ...year.deadline, pauses } })).toEqual([]);
    },
  );

  it.each([
    ['2025-08-20T15:20:00+08:00', null, [DEATH]],
    ['2025-08-20T15:20:01+08:00', null, []],
    // From the first diagnosis where that is known.
    ['2025-08-20T16:00:00+08:00', '2025-08-18T16:00:00+08:00', [DEATH]],
  ])('looks at a death at %s, diagnosed at %s', (diedAt, firstDiagnosedAt, found) => {
    expect(codes({ content: { ...nothing, diedAt, firstDiagnosedAt } })).toEqual(found);
  });

  it('names art. 16 for every hint and decides nothing', () => {
    const hints = ['drunk-or-drugs', 'self-harm', 'intentional-crime'] as const;
    expect(codes({ content: { ...nothing, hints: [...hints] } })).toEqual([
      'drunk-or-drugs 工伤保险条例第十六条第（二）项',
      'self-harm 工伤保险条例第十六条第（三）项',
      'intentional-crime 工伤保险条例第十六条第（一）项',
    ]);
    expect(codes({ content: null })).toEqual([]);
  });
});
