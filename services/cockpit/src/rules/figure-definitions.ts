import type { FigureDefinition } from './figure-definition.ts';

const REPORT = '晋江经济开发区工作通报(中国网 2025-09-24)';

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
