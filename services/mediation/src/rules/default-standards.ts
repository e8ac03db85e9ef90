/** What a park calculates with until it enters standards of its own: proposals, to be checked (`official` false). */
import { NATION, type Standard } from '../standard.ts';

const JINJIANG = '350582';
const common = { validUntil: null, official: false };

/** 法释〔2016〕14号 art. 27; both sides may agree on more. */
const OF_COURT = {
  region: NATION,
  validFrom: '2016-07-01',
  source: '最高人民法院关于人民法院特邀调解的规定（法释〔2016〕14号）第二十七条',
  official: true,
};
const COURT_TERMS = [
  ['court-before-filing-days', 3_000n],
  ['court-after-filing-days', 1_500n],
  ['court-after-filing-summary-days', 700n],
] as const;

/** A standard of every kind. */
export function defaultStandards(): readonly Standard[] {
  return [
    {
      ...common,
      kind: 'minimum-wage',
      region: JINJIANG,
      validFrom: '2008-01-01',
      value: 219_500n,
      source: '默认值：福建省 2025 年月最低工资分档之一，档次与历年标准待园区核实后登记',
    },
    {
      ...common,
      kind: 'average-wage',
      region: JINJIANG,
      validFrom: '2008-01-01',
      value: 800_000n,
      source: '占位值：待园区按设区的市公布的上年度职工月平均工资登记',
    },
    {
      ...common,
      kind: 'month-days',
      region: NATION,
      validFrom: '2008-01-03',
      value: 2_175n,
      source: '默认值：人社部发〔2025〕2号，月计薪天数 21.75 天（替代劳社部发〔2008〕3号，数值未变）',
    },
    {
      ...common,
      kind: 'civil-mediation-days',
      region: NATION,
      validFrom: '2008-01-01',
      value: 3_000n,
      source: '默认建议：非劳动争议的调解期限，法律未作规定',
    },
    {
      ...common,
      kind: 'court-mediation-days',
      region: NATION,
      validFrom: '2008-01-01',
      value: 3_000n,
      source: '默认建议：法院委派调解的期限，以委派函为准',
    },
    ...COURT_TERMS.map(([kind, value]) => ({ ...common, ...OF_COURT, kind, value })),
  ];
}
