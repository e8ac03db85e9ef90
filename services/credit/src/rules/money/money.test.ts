import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REPORT_KINDS } from '../../money-words.ts';
import { newlyGranted } from './decide-line.ts';
import { explainCondition, unmetConditions } from './eligibility.ts';
import { discrepancyOf, lineBalance } from './line-balance.ts';

describe('newly granted credit', () => {
  it.each([
    [500n, null, 500n],
    [500n, 200n, 300n],
    [500n, 500n, 0n],
    [300n, 500n, 0n],
    [null, null, 0n],
  ])('of %s in place of %s is %s', (amountApproved, amountPrevious, granted) => {
    expect(newlyGranted({ amountApproved, amountPrevious })).toBe(granted);
  });
});

describe('what stands of a line', () => {
  const limit = {
    state: 'APPROVED' as const,
    amountApproved: 100n,
    startsOn: '2025-01-01',
    endsOn: '2025-12-31',
  };
  const on = (kind: (typeof REPORT_KINDS)[number], amount: bigint, onDay = '2025-06-01') => ({
    kind,
    amount,
    onDay,
  });

  it.each([
    [on('drawdown', 100n), [], null],
    [on('drawdown', 101n), [], 'above-limit'],
    [on('drawdown', 60n), [on('drawdown', 50n)], 'above-limit'],
    [on('drawdown', 60n), [on('drawdown', 50n), on('repayment', 10n)], null],
    [on('drawdown', 1n, '2026-01-01'), [], 'after-end'],
    [on('drawdown', 1n, '2024-12-31'), [], 'before-start'],
    [on('repayment', 51n), [on('drawdown', 50n)], 'above-outstanding'],
    [on('overdue', 51n), [on('drawdown', 50n)], 'above-outstanding'],
    [on('settled-overdue', 1n), [on('drawdown', 50n)], 'above-overdue'],
  ])('%j after %j: %s', (report, before, discrepancy) => {
    expect(discrepancyOf(report, limit, before)).toBe(discrepancy);
  });

  it.each([
    ['REPLACED', 'line-replaced'],
    ['REVOKED', 'line-revoked'],
    ['CLOSED', 'line-closed'],
  ] as const)('is drawn on no more once it is %s', (state, discrepancy) => {
    const ended = { ...limit, state };
    expect(discrepancyOf(on('drawdown', 1n), ended, [])).toBe(discrepancy);
    expect(discrepancyOf(on('repayment', 1n), ended, [on('drawdown', 1n)])).toBeNull();
  });

  it('is what was drawn less what was repaid, in any order of the reports', () => {
    const report = fc.record({
      kind: fc.constantFrom(...REPORT_KINDS),
      amount: fc.bigInt({ min: 1n, max: 1_000n }),
      onDay: fc.constant('2025-06-01'),
    });
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        const { drawn, repaid, outstanding } = lineBalance(reports);
        expect(outstanding).toBe(drawn - repaid);
        expect(lineBalance(reports.toReversed())).toEqual(lineBalance(reports));
      }),
    );
  });
});

describe('what an enterprise qualifies for', () => {
  const firm = { total: 600_000, grade: 'BBB', stage: 'growth', division: '39' };
  it.each([
    [{}, null, []],
    [{ atLeast: 1 }, null, ['score']],
    [{ atLeast: 600_000 }, firm, []],
    [{ atLeast: 600_001, grades: ['A'] }, firm, ['atLeast', 'grades']],
    [{ stages: ['startup'], divisions: ['13'] }, firm, ['stages', 'divisions']],
    [{ divisions: ['39'] }, { ...firm, division: null }, ['divisions']],
    [{ titles: ['hnte'] }, null, []],
    [{ titles: ['srdi-province', 'hnte'] }, firm, []],
    [{ titles: ['srdi-province'] }, firm, ['titles']],
    [{ titles: ['srdi-province'], grades: ['A'] }, null, ['score', 'titles']],
  ])('%j of %j, which holds one title: %j unmet', (eligibility, scored, unmet) => {
    expect(unmetConditions(eligibility, { scored, titles: ['hnte'] })).toEqual(unmet);
  });

  it('is told of what it lacks in both languages', () => {
    const asked = { atLeast: 600_000, grades: ['A', 'AA'], titles: ['hnte'] };
    expect(explainCondition('atLeast', asked)).toEqual({
      zh: '总分须不低于 60',
      en: 'A total of 60 or more',
    });
    expect(explainCondition('grades', asked).zh).toContain('A、AA');
    expect(explainCondition('titles', asked).en).toContain('hnte');
  });
});
