import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../src/check/evidence.ts';
import { judge } from '../src/check/judge.ts';
import type { HistoryLine } from '../src/load/history.ts';

const created = (key: string, id: string, change: Partial<HistoryLine> = {}): HistoryLine => ({
  op: 'create',
  key,
  attempt: 1,
  start: 0,
  end: 1,
  status: 201,
  retryAfter: null,
  id,
  bodyHash: `body of ${id}`,
  ...change,
});

const history = [
  created('k1', 'a', { status: 503, id: null, bodyHash: null }),
  created('k1', 'a', { attempt: 2 }),
  created('k1', 'a', { op: 'replay' }),
  created('k2', 'b'),
];
const whole: Evidence = {
  stored: ['a', 'b'],
  effects: new Map([
    ['a', 1],
    ['b', 1],
  ]),
  facts: ['a', 'b'],
  owed: 0,
  deadLetters: 0,
  ledger: {
    fault: null,
    header: null,
    others: 0,
    newer: 0,
    entries: 2,
    sealed: 2,
    checkpoints: 1,
    publicKey: null,
  },
};
const faultsIn = (change: Partial<Evidence>, lines: readonly HistoryLine[] = history) =>
  judge(lines, { ...whole, ...change }).faults;

describe('the checker', () => {
  it('finds nothing in a sound run', () => {
    expect(faultsIn({})).toEqual([]);
  });

  it.each<[string, Partial<Evidence>]>([
    ['lost: 1', { stored: ['a'], effects: new Map([['a', 1]]), facts: ['a'] }],
    [
      'storedTwice: 1',
      { stored: ['a', 'b', 'c'], effects: new Map(whole.effects).set('c', 1), facts: ['a', 'b', 'c'] },
    ],
    ['effectMissing: 1', { effects: new Map([['a', 1]]) }],
    ['effectTwice: 1', { effects: new Map(whole.effects).set('b', 2) }],
    ['effectOfNothing: 1', { effects: new Map(whole.effects).set('c', 1) }],
    ['factMissing: 1', { facts: ['a'] }],
    ['owed: 3', { owed: 3 }],
    ['deadLetters: 1', { deadLetters: 1 }],
  ])('sees %s', (fault, change) => {
    expect(faultsIn(change)).toContain(fault);
  });

  it('sees a ledger that does not verify, or lacks entries', () => {
    const broken = { ...whole.ledger, fault: { kind: 'altered', caseId: 'a', seq: 1 } } as const;
    expect(faultsIn({ ledger: broken })[0]).toMatch(/does not verify.*"altered"/);
    expect(faultsIn({ ledger: { ...whole.ledger, entries: 1 } })).toEqual([
      'the ledger has 1 entries for 2 cases',
    ]);
  });

  it('sees a repeat answered with other bytes, or for another record', () => {
    expect(faultsIn({}, [...history, created('k2', 'b', { op: 'replay', bodyHash: 'other' })])).toEqual([
      'answeredApart: 1',
    ]);
    expect(faultsIn({}, [...history, created('k2', 'a', { op: 'replay' })])).toEqual(['answeredApart: 1']);
  });

  it('sees what was never acknowledged', () => {
    const given = created('k3', '', { status: 0, id: null, bodyHash: null });
    expect(faultsIn({}, [...history, given])).toEqual(['never acknowledged: 1']);
  });
});
