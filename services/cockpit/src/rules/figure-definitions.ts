import { type Computation, type FigureDefinition, GROUPS } from './figure-definition.ts';

const REPORT = '晋江经济开发区工作通报(中国网 2025-09-24)';

/** Fen in 万元, to a hundred yuan. */
const TEN_THOUSAND_YUAN: Computation = { of: 'sum', amountPerUnit: 1_000_000n, decimals: 2 };

/** The register of figures: the one place that says what each number of the report counts. */
export const figureDefinitions: readonly FigureDefinition[] = [
  {
    id: 'F01',
    code: 'grievance.problems-found',
    version: 1,
    zh: '排查发现上报并跟踪整改问题',
    en: 'problems found on patrol, reported and tracked',
    unit: '件',
    kind: 'flow',
    computation: { of: 'count' },
    source: `期内登记、来源为巡查(patrol)的问题件数,按登记日期计;${REPORT}`,
  },
  {
    id: 'F02',
    code: 'grievance.requests-accepted',
    version: 1,
    zh: '受理市民诉求',
    en: 'citizen requests accepted',
    unit: '件',
    kind: 'flow',
    computation: { of: 'count' },
    source: `期内受理、来源为市民(citizen)的诉求件数,按受理日期计;${REPORT}`,
  },
  {
    id: 'F09',
    code: 'mediation.labour-disputes-closed',
    version: 1,
    zh: '调处劳动纠纷',
    en: 'labour disputes mediated',
    unit: '起',
    kind: 'flow',
    computation: { of: 'count' },
    groups: GROUPS,
    source: `期内以调解结果结案的劳动争议件数,按结案日期计:达成协议、调解不成、一方拒绝、期限届满为有结果,撤回和不予受理不计;${REPORT}`,
  },
  {
    id: 'F10',
    code: 'mediation.amount-resolved',
    version: 1,
    zh: '化解争议金额',
    en: 'disputed amount resolved',
    unit: '万元',
    kind: 'flow',
    computation: TEN_THOUSAND_YUAN,
    groups: GROUPS,
    source: `F09 中达成协议的案件的争议金额(申请金额)之和;${REPORT}`,
  },
  {
    id: 'F10a',
    code: 'mediation.amount-agreed',
    version: 1,
    zh: '协议金额',
    en: 'amount agreed',
    unit: '万元',
    kind: 'flow',
    computation: TEN_THOUSAND_YUAN,
    groups: GROUPS,
    source: 'F09 中达成协议的案件的协议金额之和,与 F10 的争议金额对照',
  },
  {
    id: 'F09a',
    code: 'mediation.success-rate',
    version: 1,
    zh: '调解成功率',
    en: 'rate of agreements',
    unit: '%',
    kind: 'flow',
    computation: { of: 'ratio', decimals: 1 },
    groups: GROUPS,
    source:
      '期内结案的全部纠纷:达成协议 /(达成协议 + 调解不成),按结案日期计;拒绝、届满、撤回、不予受理不计入',
  },
  {
    id: 'F09b',
    code: 'mediation.performance-rate',
    version: 1,
    zh: '协议履行率',
    en: 'rate of agreements performed',
    unit: '%',
    kind: 'flow',
    computation: { of: 'ratio', decimals: 1 },
    groups: GROUPS,
    source: '履行完毕 /(履行完毕 + 违约未补救),按履行完毕或违约日期计;已补救而尚未履行完毕的不计入',
  },
  {
    id: 'F09c',
    code: 'mediation.days-to-conclude',
    version: 1,
    zh: '平均调解天数',
    en: 'average days from registration to conclusion',
    unit: '天',
    kind: 'flow',
    computation: { of: 'average', amountPerUnit: 1n, decimals: 1 },
    groups: GROUPS,
    source: '期内以调解结果结案的全部纠纷,登记日至结案日的日历天数的平均,按结案日期计',
  },
  {
    id: 'F11',
    code: 'mediation.injury-applications',
    version: 1,
    zh: '处理工伤认定申请',
    en: 'work-injury applications handled',
    unit: '起',
    kind: 'flow',
    computation: { of: 'count' },
    source: `期内收件的工伤认定申请件数,按收件日期计;${REPORT}`,
  },
  {
    id: 'F12',
    code: 'mediation.injury-transfer-rate',
    version: 1,
    zh: '移交率',
    en: 'transfer rate of work-injury applications',
    unit: '%',
    kind: 'flow',
    computation: { of: 'ratio', decimals: 1 },
    source: `期内收件的工伤认定申请(F11)中,截止日前已移交人社部门的 / F11;${REPORT}`,
  },
  {
    id: 'M07a',
    code: 'grievance.officers',
    version: 1,
    zh: '红色勤务员',
    en: 'officers on duty',
    unit: '名',
    kind: 'level',
    computation: { of: 'count' },
    source: `截止日在岗的勤务员人数(到岗日不晚于、最后在岗日不早于截止日);${REPORT}`,
  },
  {
    id: 'M07b',
    code: 'grievance.officers-enterprise',
    version: 1,
    zh: '企业党员勤务员',
    en: 'officers who are party members of enterprises',
    unit: '名',
    kind: 'level',
    computation: { of: 'count' },
    source: `截止日在岗、身份为企业党员的勤务员人数,含于 M07a;${REPORT}`,
  },
];

const byCode: ReadonlyMap<string, FigureDefinition> = new Map(
  figureDefinitions.map((definition) => [definition.code, definition]),
);

/** The definition of a figure code, or undefined for one that is not in the register. */
export function figureByCode(code: string): FigureDefinition | undefined {
  return byCode.get(code);
}
