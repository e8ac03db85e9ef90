import { z } from 'zod';
import { CHOICE_MAKERS } from '../vocabulary.ts';

/** How a party said what the staff records for it, in the body of a request. */
export const RECORDED_WORD = {
  madeBy: z.enum(CHOICE_MAKERS).optional().describe('代为记录时，由当事人本人（默认）还是其代理人提出'),
  scan: z
    .uuid()
    .optional()
    .describe('当事人签名的书面意思表示扫描件，先上传；代为记录时，与 session 至少填写一项'),
  session: z.uuid().optional().describe('当事人到场提出的会议'),
};
