import { describe, expect, it } from '@jest/globals';
import { judgePool, type PoolEvidence } from '../src/check/judge-pool.ts';
import { judgeRuns, type RunEvidence, type RunHeld } from '../src/check/judge-runs.ts';
import { broken, sound as whole } from './ledger-reports.ts';

describe('the checker of score runs', () => {
  const run: RunHeld = {
    id: 'a',
    state: 'PUBLISHED',
    slices: 3,
    slicesDone: 3,
    scored: 10,
    rows: 10,
    resultHash: 'h',
    isAnnounced: true,
    isCurrent: true,
  };
  const sound: RunEvidence = {
    runs: [run, { ...run, id: 'b', isCurrent: false, isAnnounced: false }],
    announcements: 10,
    announced: 10,
    ledger: whole,
  };
  const withRun = (change: Partial<RunHeld>): RunEvidence => ({
    ...sound,
    runs: [{ ...run, ...change }, ...sound.runs.slice(1)],
  });
  const judge = (evidence: RunEvidence) => judgeRuns(['a', 'b'], 10, evidence).faults;

  it('finds nothing where nothing is wrong', () => {
    expect(judge(sound)).toEqual([]);
  });

  it.each([
    ['periodLost', { ...sound, runs: [run] }],
    ['periodTwice', { ...sound, runs: [...sound.runs, { ...run, id: 'c' }] }],
    ['unfinished', withRun({ state: 'SCORING' })],
    ['sliceMissing', withRun({ slicesDone: 2 })],
    ['scoreMissing', withRun({ rows: 9 })],
    ['scoreTwice', withRun({ rows: 11 })],
    ['resultsApart', withRun({ resultHash: 'other' })],
    ['unannounced', withRun({ isAnnounced: false })],
    ['announcementMissing', { ...sound, announcements: 9, announced: 9 }],
    ['announcedTwice', { ...sound, announcements: 11 }],
    ['ledgerBroken', { ...sound, ledger: broken }],
  ])('finds %s', (fault, evidence) => {
    expect(judge(evidence).map((text) => text.replace(/:.*/, ''))).toContain(fault);
  });
});

describe('the checker of the pool', () => {
  const look = { sum: 0n, pool: 5n, apart: 0n };
  const sound: PoolEvidence = { stored: ['a', 'b'], looks: [look, look], ledger: whole };
  const judge = (evidence: PoolEvidence) => judgePool(['a', 'b'], evidence).faults;

  it('finds nothing where nothing is wrong', () => {
    expect(judge(sound)).toEqual([]);
  });

  it.each([
    ['lost', { ...sound, stored: ['a'] }],
    ['storedTwice', { ...sound, stored: ['a', 'b', 'c'] }],
    ['notAddedUp', { ...sound, looks: [{ ...look, sum: 1n }] }],
    ['belowZero', { ...sound, looks: [{ ...look, pool: -1n }] }],
    ['balanceApart', { ...sound, looks: [{ ...look, apart: 1n }] }],
    ['unseen', { ...sound, looks: [] }],
    ['ledgerBroken', { ...sound, ledger: broken }],
  ])('finds %s', (fault, evidence) => {
    expect(judge(evidence).map((text) => text.replace(/:.*/, ''))).toContain(fault);
  });
});
