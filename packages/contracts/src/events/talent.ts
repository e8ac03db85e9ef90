import { z } from 'zod';
import { defineEvent } from '../define-event.ts';

/** A skill certificate was issued to somebody who works for an enterprise 颁发技能等级证书; names no person. */
export const certificateIssued = defineEvent(
  'qinwu.talent.certificate-issued.v1',
  z.object({
    certificateId: z.uuid().describe('证书标识'),
    uscc: z
      .string()
      .regex(/^[0-9A-Z]{18}$/)
      .describe('用人单位'),
    level: z.int().min(1).max(8).describe('技能等级'),
    issuedOn: z.iso.date().describe('颁发日期'),
    imported: z.boolean().optional().describe('导入的历史记录'),
  }),
);
