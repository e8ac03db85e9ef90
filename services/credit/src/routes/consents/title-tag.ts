import { TITLE_LEVELS } from '@qinwu/contracts/events/cockpit';
import { z } from 'zod';
import type { TitleRow } from '../../store/mirrors/tables.ts';

/** A title in force as portraits and passports show it. */
export const TitleTag = z
  .object({
    code: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    level: z.enum(TITLE_LEVELS).describe('NATIONAL 国家级、PROVINCE 省级、CITY 市级、PARK 园区'),
    from: z.string(),
    until: z.string().nullable().describe('有效期止（含）；无期限为空'),
    document: z.string().describe('认定文件的文号或证书编号'),
  })
  .meta({ id: 'TitleTag' });

export function titleTag(row: TitleRow): z.input<typeof TitleTag> {
  const { code, nameZh: zh, nameEn: en, level, from, until, document } = row;
  return { code, name: { zh, en }, level, from, until, document };
}
