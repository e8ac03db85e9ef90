/**
 * What credit announces, as facts. A record is told of again where a word of it changes, so each event speaks for
 * every figure it bears on, also for those that do not count the record, or no longer.
 */
import {
  contractRegistered,
  fundHappening,
  fundInvested,
  lineGranted,
  scoreChanged,
} from '@qinwu/contracts/events/credit';
import { parseYuan } from '@qinwu/domain/money';
import type { FactChange } from './fact-change.ts';
import { type FactRule, factRule, PLAIN } from './fact-rule.ts';

function creditFact(
  kind: string,
  figure: string,
  fact: Pick<FactChange, 'recordId' | 'on' | 'withdrawn'> & Partial<FactChange>,
): FactChange {
  return { ...PLAIN, ...fact, figure, service: 'credit', kind };
}

/** Figures of the funds the report names; any other fund has none of its own. */
const INVESTMENTS_OF: Readonly<Record<string, string>> = { jinna: 'credit.fund-investments.jinna' };
const HAPPENINGS_OF: Readonly<Record<string, string>> = { isotope: 'credit.fund-events.isotope' };

export const creditFactRules: readonly FactRule[] = [
  // No figure of the report counts scores.
  factRule(scoreChanged, () => []),
  // A line of two tags counts under both figures, which are never added up.
  factRule(
    lineGranted,
    ({ lineId: recordId, number, uscc, bank, product, tags, amountNew, approvedOn: on, valid }) => {
      const amount = parseYuan(amountNew);
      const dims = { number, bank, product };
      const isNew = valid && amount > 0n;
      const enterprise = (figure: string, counts: boolean) =>
        creditFact('line', figure, { recordId, on, dims, distinctKey: uscc, withdrawn: !counts });
      const credit = (figure: string, counts: boolean) =>
        creditFact('line', figure, { recordId, on, dims, amount, withdrawn: !counts });
      const [points, jingkedai] = [tags.includes('points'), tags.includes('jingkedai')];
      return [
        enterprise('credit.points-enterprises', isNew && points),
        credit('credit.points-credit', isNew && points),
        enterprise('credit.jingkedai-enterprises', isNew && jingkedai),
        credit('credit.jingkedai-credit', isNew && jingkedai),
        enterprise('credit.clean-energy-loans', valid && tags.includes('clean-energy')),
      ];
    },
  ),
  factRule(contractRegistered, ({ contractId: recordId, number, amount, registeredOn: on, valid }) => {
    const fact = { recordId, on, dims: { number }, withdrawn: !valid };
    return [
      creditFact('tech-contract', 'credit.tech-contracts', fact),
      creditFact('tech-contract', 'credit.tech-contract-amount', { ...fact, amount: parseYuan(amount) }),
    ];
  }),
  factRule(fundInvested, ({ investmentId: recordId, fund, investedOn: on, reinvestment, valid }) => {
    const own = INVESTMENTS_OF[fund];
    const fact = { recordId, on, dims: { fund } };
    return [
      ...(own === undefined ? [] : [creditFact('fund-investment', own, { ...fact, withdrawn: !valid })]),
      creditFact('fund-investment', 'credit.fund-reinvestments', {
        ...fact,
        withdrawn: !(valid && reinvestment),
      }),
    ];
  }),
  factRule(fundHappening, ({ fundEventId: recordId, fund, kind, happenedOn: on, valid }) => {
    const figure = HAPPENINGS_OF[fund];
    if (figure === undefined) return [];
    return [
      creditFact('fund-event', figure, { recordId, on, dims: { fund, event: kind }, withdrawn: !valid }),
    ];
  }),
];
