import { fieldRule } from '@qinwu/domain/errors';
import { parseYuan, YUAN_PATTERN } from '@qinwu/domain/money';
import { z } from 'zod';

/** Yuan as a decimal string, to the fen. */
export const yuan = z.string().regex(new RegExp(YUAN_PATTERN)).describe('元，十进制，至多两位小数');

/** Yuan text in fen; refuses nothing at all, which is no amount of anything. */
export function readAmount(text: string, pointer: string): bigint {
  const fen = parseYuan(text, pointer);
  if (fen > 0n) return fen;
  throw fieldRule(pointer, 'amount-not-positive', {
    zh: '金额须大于零',
    en: 'The amount must be above zero',
  });
}

/** What strikes a record out. */
export const StrikeBody = z
  .object({ reason: z.string().min(1).max(500).describe('缘由') })
  .meta({ id: 'RecordStrike' });
