/** The form of a patrol visit 走访: whom, by whom, what was looked at, what was found and what was done about it. */
import { z } from 'zod';
import { code, line, prose, timestamp } from '../fields.ts';
import { URGENCIES } from '../vocabulary.ts';
import { Enterprise, Place } from './intake-body.ts';

/** Photos of one side of a repair; both sides together are at most as many as a grievance holds. */
const PHOTOS = 5;
/** Problems of one visit; whoever finds more pays two. */
const PROBLEMS = 50;

const photos = z.array(z.uuid()).max(PHOTOS * 2);

const VisitProblem = z
  .object({
    title: line(200).describe('问题'),
    text: prose(10_000).describe('问题描述'),
    categoryCode: code.optional().describe('事项分类编码'),
    urgency: z.enum(URGENCIES).optional(),
    photos: photos.optional().describe('现场照片;当场整改的用 fixedOnTheSpot'),
    fixedOnTheSpot: z
      .object({
        result: prose(5000).describe('整改情况'),
        photosBefore: z.array(z.uuid()).min(1).max(PHOTOS).describe('整改前照片'),
        photosAfter: z.array(z.uuid()).min(1).max(PHOTOS).describe('整改后照片'),
      })
      .optional()
      .describe('当场整改;不填为上报,按诉求办理'),
  })
  .meta({ id: 'VisitProblem' });
export type VisitProblem = z.output<typeof VisitProblem>;

export const ChecklistItem = z
  .object({
    item: line(200).describe('检查项'),
    result: z.enum(['ok', 'problem']).describe('正常或有问题'),
    note: prose(2000).optional(),
  })
  .meta({ id: 'ChecklistItem' });

export const VisitBody = z
  .object({
    enterprise: Enterprise.describe('走访企业:统一社会信用代码,未知时填名称'),
    officer: code.describe('走访勤务员'),
    occurredAt: timestamp.optional().describe('走访时间;不填为现在,至多补录七天'),
    place: Place.optional(),
    checklist: z.array(ChecklistItem).max(200).optional().describe('检查清单'),
    problems: z.array(VisitProblem).max(PROBLEMS).optional().describe('发现的问题;没有问题也是一次走访'),
    photos: photos.optional().describe('走访照片'),
    note: prose(2000).optional().describe('走访记录'),
  })
  .meta({ id: 'VisitRecord' });
export type VisitBody = z.output<typeof VisitBody>;
