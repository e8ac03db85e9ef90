import { describe, expect, it } from '@jest/globals';
import { YUAN_PATTERN } from '@qinwu/domain/money';
import { z } from 'zod';
import { formatCell } from './cell-format.ts';
import { readFields } from './read-fields.ts';

const Row = z.object({ workers: z.int().min(1), latitude: z.number().optional() });
const KINDS = { workers: 'number', latitude: 'number' } as const;

describe('a number in a cell', () => {
  it('is what a workbook holds as one, or plain decimal digits', () => {
    for (const workers of [12, '12', ' 12 ', '012']) {
      expect(readFields(Row, { workers }, KINDS)).toEqual({ workers: 12 });
    }
    const placed = readFields(Row, { workers: '1', latitude: '-24.7810' }, KINDS);
    expect(placed).toEqual({ workers: 1, latitude: -24.781 });
  });

  it('is refused by its field where it could be read in another way, or is none', () => {
    for (const workers of [
      '0x10',
      '0b11',
      '1e2',
      '1,2',
      '1,200',
      '1，200',
      '1 2',
      '+3',
      '1.',
      '.5',
      '12人',
      'Infinity',
    ]) {
      const reading = () => readFields(Row, { workers }, KINDS);
      expect(reading).toThrow(
        expect.objectContaining({
          errors: [
            {
              pointer: '/workers',
              code: 'invalid-type',
              detail: expect.objectContaining({ en: expect.stringContaining('plain decimal digits') }),
            },
          ],
        }),
      );
    }
  });

  it('is read alike where the mapping says that a column holds numbers', () => {
    expect(formatCell('12', { format: 'number' })).toEqual({ cell: 12 });
    for (const text of ['0x10', '1,2']) {
      expect(formatCell(text, { format: 'number' })).toMatchObject({ fault: { code: 'number-invalid' } });
    }
  });
});

it('a cell that no pattern fits is refused in words', () => {
  const Paid = z.object({ amount: z.string().regex(new RegExp(YUAN_PATTERN)), on: z.iso.date() });
  expect(() => readFields(Paid, { amount: '-1', on: '昨天' }, { on: 'day' })).toThrow(
    expect.objectContaining({
      errors: [
        { pointer: '/amount', detail: { zh: expect.stringContaining('两位小数') } },
        { pointer: '/on', detail: { zh: expect.stringContaining('2025-03-01') } },
      ].map((error) => expect.objectContaining({ ...error, detail: expect.objectContaining(error.detail) })),
    }),
  );
});
