import { TITLE_LEVELS } from '@qinwu/contracts/events/cockpit';
import { z } from 'zod';
import { titleLifecycle } from '../rules/titles/lifecycle.ts';
import type { TitleKind } from '../rules/titles/title-kinds.ts';
import type { TitleRow } from '../store/titles/title-table.ts';
import { TITLE_STATES } from '../title-words.ts';

const day = z.iso.date();
const level = z.enum(TITLE_LEVELS).describe('层级：NATIONAL 国家级、PROVINCE 省级、CITY 市级、PARK 园区');
const name = z.object({ zh: z.string(), en: z.string() });

/** A title of the catalogue as the API shows it. */
export const TitleKindView = z
  .object({
    code: z.string(),
    name,
    level,
    termYears: z.int().nullable().describe('有效年数；空为无期限'),
    ruleVersion: z.string().describe('认定依据'),
    official: z.boolean().describe('已与认定文件核对；否为占位'),
  })
  .meta({ id: 'TitleKind' });

/** A title of an enterprise as the API shows it. */
export const TitleView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    uscc: z.string(),
    titleCode: z.string(),
    name,
    level,
    ruleVersion: z.string().describe('认定依据'),
    from: day.describe('有效期起'),
    until: day.nullable().describe('有效期止（含）；无期限为空'),
    document: z.string(),
    batch: z.string().nullable(),
    state: z.enum(TITLE_STATES).describe('GRANTED 已认定、REVOKED 已撤销；期满不另设状态'),
    revokedOn: day.nullable().describe('自哪一天起失效'),
    revokeReason: z.string().nullable(),
    revokeDocument: z.string().nullable(),
    recordedAt: z.iso.datetime(),
    allowedActions: z.array(z.enum(titleLifecycle.actionNames)),
  })
  .meta({ id: 'EnterpriseTitle' });

/** Builds the view of a title of the catalogue. */
export function titleKindView(kind: TitleKind): z.output<typeof TitleKindView> {
  return { ...kind, name: { ...kind.name } };
}

/** Builds the view of a title. */
export function titleView({
  parkId: _park,
  ledgerHash: _hash,
  nameZh,
  nameEn,
  recordedAt,
  ...row
}: TitleRow): z.output<typeof TitleView> {
  return {
    ...row,
    name: { zh: nameZh, en: nameEn },
    recordedAt: recordedAt.toISOString(),
    allowedActions: titleLifecycle.allowedActions(row.state),
  };
}
