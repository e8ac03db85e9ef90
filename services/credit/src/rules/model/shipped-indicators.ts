/**
 * The indicators shipped with the models 指标目录. Their names and their split into three groups are from memory of the
 * national pilot's 18 indicators, the full marks and limits are placeholders: nothing here is official, and a park
 * states its own over it. The list is closed: the slots behind it are the parks', and what a later release knows of
 * is for each park to enter.
 */
import type { IndicatorState } from '../../vocabulary.ts';
import { scaled } from './score-model.ts';

/** An indicator: what it is called, in which unit, and what a firm can do about it. */
export interface CatalogueIndicator {
  readonly code: string;
  readonly name: string;
  readonly nameEn: string;
  readonly unit: string;
  readonly nonNegative: boolean;
  /** Counted in whole numbers. */
  readonly whole: boolean;
  /** A firm can raise it by what it does; what it cannot is never suggested to it. */
  readonly changeable: boolean;
  /** Step of a suggested change, and the most that is suggested, in 1/10,000 of the unit. */
  readonly changeStep: number;
  readonly changeLimit: number;
  /** Who may state a value, in order of precedence. */
  readonly sources: readonly string[];
  readonly official: boolean;
  /** The published document it is from. */
  readonly basis: string | null;
  readonly state: IndicatorState;
  /** Of the park's definition; 0 as it is shipped. */
  readonly version: number;
}

/** Values at the start-up, growth and stable stage. */
export type ByStage = readonly [startup: number, growth: number, stable: number];

export interface ShippedIndicator {
  readonly indicator: CatalogueIndicator;
  /** Weight of 100 points, and the value that earns it. */
  readonly weight: ByStage;
  readonly full: ByStage;
}

const WHOLE_UNITS = ['件', '人', '个', '项'];

function shipped(
  text: string,
  [unit, sources, more = {}]: [unit: string, sources: string, more?: Partial<CatalogueIndicator>],
  weight: ByStage,
  full: ByStage,
): ShippedIndicator {
  const [code = '', name = '', nameEn = ''] = text.split('|');
  const whole = WHOLE_UNITS.includes(unit);
  return {
    indicator: {
      code,
      name,
      nameEn,
      unit,
      nonNegative: true,
      whole,
      changeable: true,
      changeStep: scaled(whole || unit === '%' ? 1 : 10),
      changeLimit: scaled(Math.max(...full)),
      sources: sources.split(' '),
      official: false,
      basis: null,
      state: 'IN_USE',
      version: 0,
      ...more,
    },
    weight,
    full,
  };
}

const TAX = 'tax declaration';
const DOCUMENT = 'document declaration';
const SIGNED = { nonNegative: false };
const GIVEN = { changeable: false };

export const technical: readonly ShippedIndicator[] = [
  shipped('T1|研发费用金额|R&D expenditure', ['万元', TAX], [5, 7, 9], [300, 2000, 10000]),
  shipped('T2|研发费用增速|growth of R&D expenditure', ['%', TAX, SIGNED], [8, 7, 5], [30, 30, 30]),
  shipped('T3|研发费用占营业收入比重|R&D share of revenue', ['%', TAX], [10, 8, 7], [20, 10, 6]),
  shipped('T4|科技人员占职工总数比重|share of R&D staff', ['%', 'declaration'], [10, 7, 5], [50, 30, 20]),
  shipped(
    'T5|发明专利申请量|invention patents applied for',
    ['件', 'ip-office declaration'],
    [10, 8, 7],
    [5, 15, 40],
  ),
  shipped('T6|PCT专利申请量|PCT patents applied for', ['件', 'ip-office declaration'], [5, 4, 4], [1, 3, 8]),
  shipped(
    'T7|技术合同成交额|technology contracts',
    ['万元', 'event declaration'],
    [7, 5, 4],
    [100, 1000, 5000],
  ),
];

export const growth: readonly ShippedIndicator[] = [
  shipped('G1|高新技术产品收入|high-tech product revenue', ['万元', TAX], [4, 6, 8], [500, 8000, 50000]),
  shipped('G2|高新技术产品收入占比|share of high-tech revenue', ['%', TAX], [6, 6, 6], [80, 80, 80]),
  shipped('G3|营业收入|revenue', ['万元', TAX, GIVEN], [3, 6, 9], [2000, 40000, 200000]),
  shipped('G4|营业收入增长率|growth of revenue', ['%', TAX, SIGNED], [8, 9, 6], [50, 30, 20]),
  shipped('G5|研发费用加计扣除减免额|tax relief on R&D', ['万元', TAX], [3, 5, 6], [40, 300, 1500]),
  shipped('G6|净资产利润率|return on equity', ['%', 'tax bank declaration', SIGNED], [2, 5, 7], [20, 20, 20]),
];

export const support: readonly ShippedIndicator[] = [
  shipped('A1|吸纳应届毕业生人数|graduates taken on', ['人', 'declaration'], [4, 3, 3], [5, 20, 50]),
  shipped('A2|省级及以上创新平台数量|provincial R&D platforms', ['个', DOCUMENT], [3, 4, 4], [2, 2, 2]),
  shipped('A3|省级及以上科技奖励数量|provincial science awards', ['项', DOCUMENT], [2, 3, 3], [2, 2, 2]),
  shipped('A4|省级及以上科技计划项目数量|provincial projects', ['项', DOCUMENT], [3, 3, 3], [2, 2, 2]),
  shipped(
    'A5|获得风险投资金额|venture capital',
    ['万元', 'bank document', GIVEN],
    [7, 4, 4],
    [500, 3000, 10000],
  ),
];

export const local: readonly ShippedIndicator[] = [
  shipped(
    'L1|地方重点产业收入|revenue in key local industries',
    ['万元', TAX],
    [10, 10, 10],
    [1000, 10000, 50000],
  ),
  shipped(
    'L2|有效技能等级证书数|skill certificates in force',
    ['人', 'event declaration'],
    [10, 10, 10],
    [50, 50, 50],
  ),
  // No shipped model weighs these two: they are there for a park's own.
  shipped(
    'L3|有效的省级及以上称号数|titles of province and state in force',
    ['项', 'event declaration'],
    [0, 0, 0],
    [3, 3, 3],
  ),
  shipped(
    'L4|近三年投产项目数|projects in production for three years at most',
    ['项', 'event declaration'],
    [0, 0, 0],
    [3, 3, 3],
  ),
];

/** The catalogue a park begins with. */
export const shippedCatalogue: readonly CatalogueIndicator[] = [technical, growth, support, local]
  .flat()
  .map(({ indicator }) => indicator);
