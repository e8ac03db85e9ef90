/** The models shipped as drafts to begin with; weights and full marks are placeholders (`official: false`). */
import type { BonusItem, ModelIndicator, ScoreModelDocument } from './score-model.ts';
import {
  type ByStage,
  growth,
  local,
  type ShippedIndicator,
  support,
  technical,
} from './shipped-indicators.ts';

const STAGES = [
  { code: 'startup', name: '初创期', nameEn: 'start-up' },
  { code: 'growth', name: '成长期', nameEn: 'growth' },
  { code: 'stable', name: '稳定期', nameEn: 'stable' },
];

function byStage([startup, growing, stable]: ByStage, times = 1): Record<string, number> {
  return { startup: startup * times, growth: growing * times, stable: stable * times };
}

function linear({ indicator, weight, full }: ShippedIndicator, times: number): ModelIndicator {
  const { code, name, nameEn, unit, sources } = indicator;
  const text = { code, name, nameEn, unit, source: [...sources] };
  return { ...text, weight: byStage(weight, times), method: 'LINEAR', floor: 0, full: byStage(full) };
}

/** Against firms of the same trade: what a growth rate is worth depends on the trade. */
function byIndustry(indicator: ModelIndicator): ModelIndicator {
  const { floor: _floor, full: _full, ...rest } = indicator;
  return { ...rest, method: 'INDUSTRY_PERCENTILE' };
}

interface Scale {
  scheme: string;
  version: string;
  basis: string;
  /** Points of the whole, in hundreds. */
  times: number;
  adapt(indicator: ModelIndicator): ModelIndicator;
  bonus: ScoreModelDocument['bonus'];
}

function modelOf({ scheme, version, basis, times, adapt, bonus }: Scale): ScoreModelDocument {
  const total = 100 * times;
  const group = (code: string, name: string, nameEn: string, members: readonly ShippedIndicator[]) => ({
    code,
    name,
    nameEn,
    indicators: members.map((member) => adapt(linear(member, times))),
  });
  return {
    scheme,
    version,
    official: false,
    basis,
    effectiveFrom: '2025-01-01',
    effectiveTo: null,
    total,
    stages: STAGES,
    stageRule: {
      by: 'G3',
      bounds: { startup: { lt: 2000 }, growth: { gte: 2000, lt: 40000 }, stable: { gte: 40000 } },
    },
    groups: [
      group('TECH', '技术创新指标', 'technological innovation', technical),
      group('GROWTH', '成长经营指标', 'growth and operation', growth),
      group('SUPPORT', '辅助指标', 'auxiliary', support),
    ],
    bonus,
    negative: [
      { code: 'N1', name: '严重失信', nameEn: 'serious breach of trust', points: -total, atMost: -total },
      {
        code: 'N2',
        name: '生效裁判与处罚',
        nameEn: 'judgments and penalties',
        points: -5 * times,
        atMost: -20 * times,
      },
    ],
    grades: [
      { code: 'AAA', name: '优', gte: 80 * times },
      { code: 'AA', name: '良', gte: 60 * times },
      { code: 'A', name: '中', gte: 40 * times },
      { code: 'B', name: '待提升', gte: 0 },
    ],
    minimumPeers: 5,
  };
}

/** The national shape 全国试行版的结构: three groups, 18 indicators, 100 points. */
export const nationalModel: ScoreModelDocument = modelOf({
  scheme: 'innovation-points',
  version: '2025.1-demo',
  basis: '创新积分制工作指引（全国试行版）2024 的结构；权重、满分值为占位，非官方',
  times: 1,
  adapt: (indicator) => indicator,
  bonus: { cap: 0, items: [] },
});

function localBonus(): BonusItem[] {
  const [revenue, certificates] = local.map(({ indicator, full }) => {
    const { code, name, nameEn, unit, sources } = indicator;
    return { code, name, nameEn, unit, source: [...sources], weight: 100, full: byStage(full) };
  });
  if (revenue === undefined || certificates === undefined) return [];
  const { full: _full, ...counted } = certificates;
  return [
    { ...revenue, method: 'LOG', floor: 0 },
    {
      ...counted,
      method: 'STEP',
      steps: [
        { lt: 1, share: 0 },
        { gte: 1, lt: 10, share: 0.3 },
        { gte: 10, lt: 50, share: 0.6 },
        { gte: 50, share: 1 },
      ],
    },
  ];
}

const COMPARED = ['G4', 'G6'];

/** A local model on another scale 地方千分制: 1,000 points, and 100 + 100 of the place. */
export const localModel: ScoreModelDocument = modelOf({
  scheme: 'local-points',
  version: '2025.1-demo',
  basis: '地方千分制示例：核心 1000 分，另加地方特色与技能人才各 100 分；非官方',
  times: 10,
  adapt: (indicator) => (COMPARED.includes(indicator.code) ? byIndustry(indicator) : indicator),
  bonus: { cap: 200, items: localBonus() },
});

/** The shipped models by the name they are asked for. */
export const shippedModels: Readonly<Record<string, ScoreModelDocument>> = {
  'national-18': nationalModel,
  'local-1000': localModel,
};
