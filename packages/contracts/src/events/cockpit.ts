import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { code, day, uscc } from '../fields.ts';

/** Whose title it is 称号层级: of the state, the province, the city or the park. */
export const TITLE_LEVELS = ['NATIONAL', 'PROVINCE', 'CITY', 'PARK'] as const;

export type TitleLevel = (typeof TITLE_LEVELS)[number];

/** The whole title as it stands: whichever of its events arrives last, the one with the higher sequence is enough. */
const title = {
  titleId: z.uuid().describe('称号记录标识'),
  uscc,
  code: code.describe('称号代码,如 hnte'),
  name: z.object({ zh: z.string().min(1).max(100), en: z.string().min(1).max(100) }).describe('称号名称'),
  level: z.enum(TITLE_LEVELS).describe('层级'),
  from: day.describe('有效期起'),
  until: day.nullable().describe('有效期止(含),无期限为空'),
  document: z.string().min(1).max(100).describe('认定文件的文号或证书编号'),
};

/** An enterprise was granted a title 企业称号认定. */
export const titleGranted = defineEvent('qinwu.cockpit.title-granted.v1', z.object(title));

/** A title was taken back 企业称号撤销: from that day on it is not in force. */
export const titleRevoked = defineEvent(
  'qinwu.cockpit.title-revoked.v1',
  z.object({ ...title, revokedOn: day.describe('自哪一天起失效') }),
);
