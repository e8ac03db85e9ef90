import type { Actor } from '@qinwu/domain/actor';
import { z } from 'zod';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { allowedValueActions } from '../../rules/inputs/decide-value-move.ts';
import { valueLifecycle } from '../../rules/inputs/lifecycle.ts';
import type { NewValueRow, ValueRow } from '../../store/value-table.ts';
import { SOURCES } from '../../vocabulary.ts';

export const ValueView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    uscc: z.string(),
    code: z.string().describe('指标'),
    value: z.string().describe('值，十进制'),
    unit: z.string(),
    periodFrom: z.string().describe('所属期起'),
    periodTo: z.string().describe('所属期止'),
    validFrom: z.string().describe('自哪一天起计入'),
    validUntil: z.string().nullable().describe('计入至哪一天（含）'),
    succeededBy: z.uuid().nullable().describe('未定失效日而因同一来源的哪个后值截止；其他情形为空'),
    source: z.enum(SOURCES).describe('来源'),
    sourceRef: z.string().nullable().describe('来源中的编号'),
    eventId: z.uuid().nullable().describe('来源为 event 时，带来这一版本的事件；本服务自身的记录为空'),
    note: z.string().nullable(),
    evidence: z.array(z.uuid()).describe('佐证材料'),
    state: z.enum(valueLifecycle.states).describe('状态'),
    declaredBy: z.string(),
    verifiedBy: z.string().nullable(),
    allowedActions: z.array(z.enum(valueLifecycle.actionNames)).describe('调用者可办理的'),
  })
  .meta({ id: 'IndicatorValue' });

export const VersionView = ValueView.extend({
  knownAt: z.string().describe('登记时刻'),
  supersededAt: z.string().nullable().describe('被下一版本取代的时刻'),
}).meta({ id: 'IndicatorValueVersion' });

export function valueView(row: NewValueRow, actor: Actor): z.input<typeof ValueView> {
  const { seriesId, version, uscc, code, value, unit, source, sourceRef, eventId, note, evidence, state } =
    row;
  return {
    id: seriesId,
    version,
    uscc,
    code,
    value: decimalText(value),
    unit,
    periodFrom: row.periodFrom,
    periodTo: row.periodTo,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    succeededBy: row.succeededBy,
    source,
    sourceRef,
    eventId,
    note,
    evidence,
    state,
    declaredBy: row.declaredBy,
    verifiedBy: row.verifiedBy,
    allowedActions: allowedValueActions(row, actor),
  };
}

export function versionView(row: ValueRow, actor: Actor): z.input<typeof VersionView> {
  return {
    ...valueView(row, actor),
    knownAt: row.knownAt.toISOString(),
    supersededAt: row.supersededAt?.toISOString() ?? null,
  };
}
