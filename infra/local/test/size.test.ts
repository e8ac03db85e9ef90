import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { root } from '../src/state.ts';

const sources = globSync('{packages,services,infra}/*/{src,test,bin}/**/*.{ts,mjs}', { cwd: root });
const isTest = (path: string): boolean => path.includes('/test/') || path.endsWith('.test.ts');
const linesOf = (path: string): number => readFileSync(join(root, path), 'utf8').split('\n').length - 1;

/** The length that a share of the files does not exceed. */
function quantile(lengths: readonly number[], share: number): number {
  return lengths.toSorted((a, b) => a - b)[Math.floor(share * (lengths.length - 1))] ?? 0;
}

describe('the files of the project', () => {
  it('are many enough for these rules to say something', () => {
    expect(sources.length).toBeGreaterThan(300);
  });

  it('have at most 400 lines', () => {
    expect(sources.filter((path) => linesOf(path) > 400)).toEqual([]);
  });

  it('are small: half of the sources up to 60 lines, nine of ten up to 200', () => {
    const lengths = sources.filter((path) => !isTest(path)).map(linesOf);
    expect(quantile(lengths, 0.5)).toBeLessThanOrEqual(60);
    expect(quantile(lengths, 0.9)).toBeLessThanOrEqual(200);
  });

  it('are named after what they hold', () => {
    const hollow = /^(utils?|helpers?|common|shared|types?|index|misc|constants)\.(test\.)?(ts|mjs)$/;
    expect(sources.filter((path) => hollow.test(basename(path)))).toEqual([]);
  });
});
