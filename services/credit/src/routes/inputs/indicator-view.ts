import { z } from 'zod';
import { code, decimal, line } from '../../fields.ts';
import { definitionOf } from '../../rules/catalogue/decide-definition.ts';
import { indicatorLifecycle } from '../../rules/catalogue/lifecycle.ts';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { type CatalogueIndicator, shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import type { IndicatorHistory } from '../../use-cases/catalogue/read-indicators.ts';
import { SOURCES } from '../../vocabulary.ts';

export const IndicatorEntry = z
  .object({
    name: line(100).describe('名称'),
    nameEn: line(100).describe('英文名称'),
    unit: line(20).describe('单位；已有值、已发布的模型使用或随附的指标不能更改（409）'),
    nonNegative: z.boolean().default(true).describe('不能为负；何时不能更改同单位'),
    whole: z.boolean().default(false).describe('整数；何时不能更改同单位'),
    changeable: z.boolean().default(false).describe('企业自身可以提高，可作提升建议'),
    changeStep: decimal.default('0').describe('提升建议的步长'),
    changeLimit: decimal.default('0').describe('提升建议最多到多少'),
    sources: z.array(z.enum(SOURCES)).min(1).max(SOURCES.length).describe('来源，先列的优先'),
    official: z.boolean().default(false).describe('口径是否出自公布的文件'),
    basis: line(500).nullable().default(null).describe('所依据的文件；official 时必填'),
  })
  .meta({ id: 'IndicatorEntry' });

const definition = {
  name: z.string(),
  nameEn: z.string(),
  unit: z.string().describe('单位'),
  nonNegative: z.boolean().describe('不能为负'),
  whole: z.boolean().describe('整数'),
  changeable: z.boolean().describe('企业自身可以提高'),
  changeStep: z.string().describe('提升建议的步长'),
  changeLimit: z.string().describe('提升建议最多到多少'),
  sources: z.array(z.string()).describe('来源，先列的优先'),
  official: z.boolean().describe('口径是否出自公布的文件'),
  basis: z.string().nullable().describe('所依据的文件'),
  state: z.enum(indicatorLifecycle.states).describe('状态'),
  version: z.int().describe('本园区的第几版；0 为随附的原样'),
};

export const IndicatorView = z
  .object({
    code: z.string(),
    origin: z.enum(['shipped', 'own']).describe('shipped 随附，own 本园区自设'),
    ...definition,
    allowedActions: z.array(z.enum(indicatorLifecycle.actionNames)),
  })
  .meta({ id: 'Indicator' });

const DefinitionView = z
  .object({
    ...definition,
    statedBy: z.string().describe('由谁确定'),
    knownAt: z.string().describe('自何时起'),
    supersededAt: z.string().nullable().describe('被下一版取代的时刻'),
  })
  .meta({ id: 'IndicatorDefinition' });

export const HistoryView = IndicatorView.extend({
  versions: z.array(DefinitionView).describe('本园区的各版，自第一版起；随附的原样不在其中'),
}).meta({ id: 'IndicatorHistory' });

export const IndicatorCode = z.object({ code: code.describe('指标') });

const SHIPPED: ReadonlySet<string> = new Set(shippedCatalogue.map((one) => one.code));

function definitionView(indicator: CatalogueIndicator) {
  const { changeStep, changeLimit, sources, ...rest } = definitionOf(indicator);
  return {
    ...rest,
    changeStep: decimalText(changeStep),
    changeLimit: decimalText(changeLimit),
    sources: [...sources],
    state: indicator.state,
    version: indicator.version,
  };
}

export function indicatorView(indicator: CatalogueIndicator): z.input<typeof IndicatorView> {
  return {
    code: indicator.code,
    origin: SHIPPED.has(indicator.code) ? 'shipped' : 'own',
    ...definitionView(indicator),
    allowedActions: indicatorLifecycle.allowedActions(indicator.state),
  };
}

export function historyView({ indicator, definitions }: IndicatorHistory): z.input<typeof HistoryView> {
  const versionView = (row: IndicatorRow) => ({
    ...definitionView(row),
    statedBy: row.statedBy,
    knownAt: row.knownAt.toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
  });
  return { ...indicatorView(indicator), versions: definitions.map(versionView) };
}
