import { z } from 'zod';
import { defineEvent } from '../define-event.ts';
import { code, day, uscc } from '../fields.ts';

/**
 * A skill certificate was issued 技能等级证书; told again with a higher sequence where its employer, its days or its
 * standing changed. It says nothing of the person who holds it.
 */
export const certificateIssued = defineEvent(
  'qinwu.talent.certificate-issued.v1',
  z.object({
    certificateId: z.uuid().describe('证书记录标识'),
    uscc: uscc.nullable().describe('用人单位的统一社会信用代码,不在本园区企业就业的为空'),
    number: z.string().min(1).max(40).describe('证书编号'),
    level: z.int().min(1).max(5).describe('等级:1 高级技师、2 技师、3 高级工、4 中级工、5 初级工'),
    occupation: code.describe('职业(工种)代码'),
    issuedOn: day.describe('发证日期'),
    validUntil: day.nullable().describe('有效期止(含),长期有效为空'),
    valid: z.boolean().describe('仍然有效,已注销为否'),
  }),
);
