import { expect, it } from '@jest/globals';
import { risksOf } from './portrait-risks.ts';

const balance = { drawn: 100n, repaid: 0n, outstanding: 100n, overdue: 0n };
const line = { approved: 100n, balance, hasDiscrepancy: false };

it.each([
  ['nothing shown', { lines: null, documents: null }, null],
  ['nothing to warn of', { lines: [line], documents: [] }, []],
  ['no lines at all', { lines: [], documents: null }, []],
  [
    'what is overdue',
    { lines: [{ ...line, balance: { ...balance, overdue: 1n } }], documents: null },
    ['overdue'],
  ],
  ['more than granted', { lines: [line, { ...line, approved: 99n }], documents: null }, ['above-limit']],
  ['what does not fit', { lines: [{ ...line, hasDiscrepancy: true }], documents: [] }, ['discrepancy']],
  ['a document', { lines: null, documents: ['one'] }, ['adverse-document']],
])('%s', (_, shown, risks) => {
  expect(risksOf(shown)).toEqual(risks);
});
