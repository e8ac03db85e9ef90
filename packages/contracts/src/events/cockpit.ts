import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** An enterprise was granted a title 称号 such as 高新技术企业; valid until a day where one is set. */
export const titleGranted = defineEvent(
  'qinwu.cockpit.title-granted.v1',
  z.object({
    titleId: z.uuid().describe('称号记录标识'),
    uscc: z
      .string()
      .regex(/^[0-9A-Z]{18}$/)
      .describe('企业'),
    title: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/)
      .describe('称号代码'),
    grantedOn: z.iso.date().describe('授予日期'),
    validUntil: z.iso.date().nullable().describe('有效期止'),
    imported: z.boolean().optional().describe('导入的历史记录'),
  }),
);
