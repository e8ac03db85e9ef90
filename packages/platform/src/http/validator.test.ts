import { describe, expect, it } from '@jest/globals';
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
});
