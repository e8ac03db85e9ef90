import { describe, expect, it } from '@jest/globals';
import { YUAN_PATTERN } from '@qinwu/domain/money';
import { SAFE_LINE_NOT_BLANK, SAFE_TEXT_NOT_BLANK } from '@qinwu/domain/safe-text';
import { z } from 'zod';
import { carriedFault } from './fault.ts';
import { compileValidator } from './validator.ts';

const validator = compileValidator(z.object({ name: z.string(), files: z.array(z.uuid()).max(20) }), 'body');

function faultsOf(value: unknown, bytes: number): readonly string[] {
  try {
    validator.parse(value, bytes);
    return [];
  } catch (error) {
    return carriedFault(error)?.errors?.map(({ pointer }) => pointer) ?? [String(error)];
  }
}

describe('a validator', () => {
  it('tells every fault of a small body', () => {
    expect(new Set(faultsOf({ files: ['x'] }, 20))).toEqual(new Set(['/name', '/files/0']));
  });

  it('tells one fault of a large body, without collecting half a million', () => {
    const body = { name: 'a', files: new Array(520_000).fill(0) };
    const started = process.cpuUsage();
    expect(faultsOf(body, 1_040_000)).toHaveLength(1);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1_000).toBeLessThan(200);
  });

  it('says what the patterns of amounts, lines and texts ask for, and how a day is written', () => {
    const pattern = (source: string, flags = '') => z.string().regex(new RegExp(source, flags));
    const fields = compileValidator(
      z.object({
        amount: pattern(YUAN_PATTERN),
        title: pattern(SAFE_LINE_NOT_BLANK, 'u'),
        facts: pattern(SAFE_TEXT_NOT_BLANK, 'u'),
        on: z.iso.date(),
        code: pattern('^[A-Z]$'),
      }),
      'body',
    );
    const said = (value: unknown): Record<string, string> => {
      try {
        fields.parse(value, 20);
        return {};
      } catch (error) {
        const errors = carriedFault(error)?.errors ?? [];
        return Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail.zh]));
      }
    };
    expect(said({ amount: '1.234', title: 'a\nb', facts: ' ', on: '2025-02-30', code: '1' })).toEqual({
      '/amount': expect.stringContaining('两位小数'),
      '/title': expect.stringContaining('一行'),
      '/facts': expect.stringContaining('可见'),
      '/on': expect.stringContaining('2025-03-01'),
      '/code': '格式不符',
    });
  });
});
