import { describe, expect, it } from '@jest/globals';
import { creditFactRules } from './credit-facts.ts';
import { figureByCode } from './figure-definitions.ts';

const id = '0198f0a0-0000-7000-8000-000000000001';
const uscc = '91350582MA0000015J';

/** The figures that count what happened, with their amount and what they count once. */
function counted(event: string, data: object): Record<string, [string | null, string | null]> {
  const rule = creditFactRules.find(({ event: { type } }) => type === `qinwu.credit.${event}.v1`);
  const facts = rule?.facts(data) ?? [];
  for (const { figure } of facts) expect(figureByCode(figure)).toBeDefined();
  return Object.fromEntries(
    facts.flatMap(({ figure, amount, distinctKey, withdrawn }) =>
      withdrawn ? [] : [[figure.replace('credit.', ''), [amount?.toString() ?? null, distinctKey]]],
    ),
  );
}

describe('a credit line', () => {
  const line = {
    lineId: id,
    number: 'CL-20250301-000001',
    uscc,
    bank: 'tech-branch',
    product: 'points-loan',
    tags: ['points'],
    amountNew: '3000000.00',
    approvedOn: '2025-03-01',
    valid: true,
  };
  const points = { 'points-enterprises': [null, uscc], 'points-credit': ['300000000', null] };
  const jingkedai = { 'jingkedai-enterprises': [null, uscc], 'jingkedai-credit': ['300000000', null] };

  it.each([
    ['of a product', {}, points],
    ['of two tags, under each', { tags: ['points', 'jingkedai'] }, { ...points, ...jingkedai }],
    ['that only renews', { amountNew: '0.00' }, {}],
    [
      'of a green factory, renewed or not',
      { tags: ['clean-energy'], amountNew: '0.00' },
      {
        'clean-energy-loans': [null, uscc],
      },
    ],
    ['that never was', { valid: false }, {}],
    ['of no tag', { tags: [] }, {}],
  ])('%s', (_, change, figures) => {
    expect(counted('line-granted', { ...line, ...change })).toEqual(figures);
  });
});

it.each([
  [true, { 'tech-contracts': [null, null], 'tech-contract-amount': ['5250000000', null] }],
  [false, {}],
])('a technology contract, valid %s', (valid, figures) => {
  const contract = { contractId: id, number: 'T-1', uscc, amount: '52500000.00', registeredOn: '2025-04-02' };
  expect(counted('contract-registered', { ...contract, valid })).toEqual(figures);
});

it.each([
  [{ fund: 'jinna' }, ['fund-investments.jinna']],
  [{ fund: 'jinna', reinvestment: true }, ['fund-investments.jinna', 'fund-reinvestments']],
  [{ fund: 'other', reinvestment: true }, ['fund-reinvestments']],
  [{ fund: 'other' }, []],
  [{ fund: 'jinna', valid: false }, []],
])('an investment %j counts under %j', (change, figures) => {
  const invested = {
    investmentId: id,
    amount: '1.00',
    investedOn: '2025-05-08',
    reinvestment: false,
    valid: true,
  };
  expect(Object.keys(counted('fund-invested', { ...invested, ...change }))).toEqual(figures);
});

it.each([
  ['isotope', true, ['fund-events.isotope']],
  ['isotope', false, []],
  ['jinna', true, []],
])('what happened to fund %s, valid %s, counts under %j', (fund, valid, figures) => {
  const happened = { fundEventId: id, fund, kind: 'capital-paid', happenedOn: '2025-06-20', valid };
  expect(Object.keys(counted('fund-happening', happened))).toEqual(figures);
});
