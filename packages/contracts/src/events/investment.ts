import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { day, uscc } from '../fields.ts';

/** What a project comes to 项目节点: signed, started, topped out, completed, in production. */
export const MILESTONES = ['SIGNED', 'STARTED', 'TOPPED_OUT', 'COMPLETED', 'IN_PRODUCTION'] as const;

export type Milestone = (typeof MILESTONES)[number];

/** A project reached a milestone 项目节点达成; told again with a higher sequence where that was not so after all. */
export const milestoneReached = defineEvent(
  'qinwu.investment.milestone-reached.v1',
  z.object({
    projectId: z.uuid().describe('项目标识'),
    uscc: uscc.describe('项目业主的统一社会信用代码'),
    milestone: z.enum(MILESTONES).describe('节点'),
    reachedOn: day.describe('达成日期'),
    valid: z.boolean().describe('确已达成,误报为否'),
  }),
);
