import { describe, expect, it } from '@jest/globals';
import { seededRandom } from '../src/random.ts';

describe('a seeded source of chance', () => {
  it('repeats itself for the same seed and no other', () => {
    const drawn = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => random.between(0, 1_000_000));
    };
    expect(drawn(7)).toEqual(drawn(7));
    expect(drawn(7)).not.toEqual(drawn(8));
  });

  it('keeps within its bounds and loses nothing in a shuffle', () => {
    const random = seededRandom(1);
    const numbers = Array.from({ length: 2_000 }, () => random.between(3, 5));
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5]));
    const items = Array.from({ length: 50 }, (_, at) => at);
    const shuffled = random.shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
  });
});
