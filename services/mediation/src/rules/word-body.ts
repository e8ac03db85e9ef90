/** How a party said what the staff records for it, in the body of a request. */
import { z } from 'zod';
import { day } from '../fields.ts';
import { CHOICE_MAKERS, SPOKEN_HOWS } from '../vocabulary.ts';

/** Of what is shown by a paper, or by the session in which it was said. */
export const RECORDED_WORD = {
  madeBy: z.enum(CHOICE_MAKERS).optional().describe('代为记录时，由当事人本人（默认）还是其代理人提出'),
  scan: z
    .uuid()
    .optional()
    .describe('当事人签名的书面意思表示扫描件，先上传；代为记录时，须写明意思表示的方式，至少填写一项'),
  session: z.uuid().optional().describe('当事人到场提出的会议'),
};

/** The same of what the law asks no writing for. */
export const SPOKEN_WORD = {
  ...RECORDED_WORD,
  spoken: z
    .object({
      how: z.enum(SPOKEN_HOWS).describe('当面、电话或短信等消息'),
      on: day.describe('作出之日，不早于收到申请之日和该当事人加入之日'),
    })
    .optional()
    .describe('当事人口头表示的方式与日期，当场记录；没有扫描件或会议时填写'),
};

/** The words of several parties, each its own; one paper that several signed stands in the word of each. */
export const WORDS_OF_SEVERAL = z
  .array(z.object({ party: z.uuid(), ...SPOKEN_WORD }).meta({ id: 'PartyWord' }))
  .max(50)
  .optional();
