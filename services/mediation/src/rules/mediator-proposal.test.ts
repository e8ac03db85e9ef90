import { expect, it } from '@jest/globals';
import { type Candidate, proposeMediators, type Wish } from './mediator-proposal.ts';

const candidate = (code: string, over: Partial<Candidate> = {}): Candidate => ({
  id: code,
  code,
  name: '调解员',
  subject: `account-${code}`,
  kinds: ['grid'],
  languages: ['zh'],
  grids: [],
  categories: [],
  employer: null,
  citizenIndex: null,
  phoneIndex: null,
  relatives: [],
  certifiedFrom: '2025-01-01',
  certifiedUntil: null,
  active: true,
  openCases: 0,
  sessionsComing: 0,
  ...over,
});
const WISH: Wish = {
  category: 'wage-arrears',
  organisation: 'window',
  parties: [
    {
      subject: 'worker-1',
      uscc: '91350582MA0000015J',
      citizenIndex: null,
      phoneIndexes: [],
      representative: null,
    },
  ],
  today: '2025-08-20',
  gridCode: 'G-01',
  language: 'nan',
  kind: null,
  named: [],
  chosen: new Map(),
};
const codes = (candidates: readonly Candidate[], wish: Partial<Wish> = {}) =>
  proposeMediators(candidates, { ...WISH, ...wish }).map(({ mediator }) => mediator.code);

it('ranks by category, then language, then grid, then load', () => {
  const ranked = [
    candidate('A', { categories: ['wage-arrears'], openCases: 9 }),
    candidate('B', { languages: ['nan'], openCases: 8 }),
    candidate('C', { grids: ['G-01'], openCases: 7 }),
    candidate('D', { openCases: 1 }),
    candidate('E', { openCases: 1, sessionsComing: 2 }),
    candidate('F', { openCases: 1, sessionsComing: 2 }),
  ];
  expect(codes(ranked.toReversed())).toEqual(['A', 'B', 'C', 'D', 'E', 'F']);
});

it('puts whom both sides chose first, then whom one did', () => {
  const all = ['A', 'B', 'C', 'D'].map((code) => candidate(code));
  const applicant = { id: 'a', side: 'applicant' } as const;
  const other = { id: 'b', side: 'applicant' } as const;
  const respondent = { id: 'r', side: 'respondent' } as const;
  const chosen = new Map([
    ['B', [applicant, other]],
    ['C', [applicant, respondent]],
  ]);
  expect(codes(all, { chosen })).toEqual(['C', 'B', 'A', 'D']);
  const [first, second] = proposeMediators(all, { ...WISH, chosen });
  expect(first).toMatchObject({ chosenBy: ['a', 'r'], reasons: [{ en: 'chosen by both sides' }, {}, {}] });
  expect(second).toMatchObject({ chosenBy: ['a', 'b'], reasons: [{ en: 'chosen by one side' }, {}, {}] });
});

it('leaves out who is in conflict, named already, or of another kind', () => {
  const all = [
    candidate('A', { subject: 'worker-1' }),
    candidate('B', { active: false }),
    candidate('C', { categories: ['ip'] }),
    candidate('D', { employer: '91350582MA0000015J' }),
    candidate('E'),
    candidate('F', { kinds: ['lawyer'] }),
  ];
  expect(codes(all)).toEqual(['E', 'F']);
  expect(codes(all, { named: ['E'] })).toEqual(['F']);
  expect(codes(all, { kind: 'lawyer' })).toEqual(['F']);
  const own = proposeMediators(all, { ...WISH, organisation: 'enterprise-committee' });
  expect(own.map(({ mediator, mustDisclose }) => [mediator.code, mustDisclose])).toEqual([
    ['D', true],
    ['E', false],
    ['F', false],
  ]);
});

it('says why in words', () => {
  const [proposal] = proposeMediators([candidate('A', { grids: ['G-01'], openCases: 2 })], WISH);
  expect(proposal?.reasons.map(({ zh }) => zh)).toEqual([
    '受理各类纠纷',
    '熟悉网格 G-01',
    '在办 2 件，待开会议 0 场',
  ]);
});
