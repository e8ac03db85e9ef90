import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A project of an enterprise reached a milestone 项目节点 such as start of works or production. */
export const milestoneReached = defineEvent(
  'qinwu.investment.milestone-reached.v1',
  z.object({
    projectId: z.uuid().describe('项目标识'),
    uscc: z
      .string()
      .regex(/^[0-9A-Z]{18}$/)
      .describe('项目单位'),
    milestone: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,39}$/)
      .describe('节点'),
    reachedOn: z.iso.date().describe('达到日期'),
    imported: z.boolean().optional().describe('导入的历史记录'),
  }),
);
