import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isProjectCode, parseProjectCode, projectCodeOf, readProjectCode } from './project-code.ts';

const real = [
  '2509-320193-89-01-544060',
  '2503-130981-04-01-573274',
  '2110-420118-89-01-577085',
  '2603-141124-89-05-346948',
  '2411-130202-89-01-637015',
  '2509-140602-89-05-864976',
];
const synthetic = [
  '2501-350582-04-01-100011',
  '2406-350582-07-02-200172',
  '2503-350582-89-01-303034',
  '2310-350582-04-01-888886',
];
const old = '2020-350582-17-03-033330';

describe('investment project code', () => {
  it.each([...real, ...synthetic])('takes %s', (code) => {
    expect(isProjectCode(code)).toBe(true);
    expect(projectCodeOf(code.slice(0, 23))).toBe(code);
    expect(code).toHaveLength(24);
  });

  it('takes the old form without a check digit', () => {
    expect(isProjectCode(old)).toBe(true);
    expect(readProjectCode(old)).toEqual({ form: 'old', time: '2020', region: '350582', type: '03' });
  });

  it.each([
    '2509-320193-89-01-544061',
    '250932019389015440 60',
    '2513-320193-89-01-544060',
    '1509-320193-89-01-544060',
  ])('refuses %s', (code) => expect(() => parseProjectCode(code)).toThrow('project-code-invalid'));

  it('reads 2011 and 2012 as November and December 2020', () => {
    const code = projectCodeOf('2011-350582-04-01-12345');
    expect(isProjectCode(code)).toBe(true);
    expect(readProjectCode(code).form).toBe('new');
    const wrong = code.slice(0, 23) + ((Number(code.at(-1)) + 1) % 10);
    expect(isProjectCode(wrong)).toBe(false);
  });

  it('catches any single wrong digit behind the date', () => {
    const change = fc.record({
      code: fc.constantFrom(...real, ...synthetic),
      place: fc.integer({ min: 5, max: 23 }),
      to: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(change, ({ code, place, to }) => {
        fc.pre(code[place] !== '-' && code[place] !== String(to));
        expect(isProjectCode(code.slice(0, place) + to + code.slice(place + 1))).toBe(false);
      }),
    );
  });
});
