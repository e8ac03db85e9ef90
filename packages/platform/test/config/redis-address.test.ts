import { describe, expect, it } from '@jest/globals';
import { readRedisAddress, redisAddressFault } from '../../src/config/redis-address.ts';

describe('the address of Redis', () => {
  it.each([
    ['redis://redis:6379', false, ['redis://redis:6379']],
    ['rediss://app:s%40cret@redis/3', false, ['rediss://app:s%40cret@redis/3']],
    [
      'redis+cluster://one:7000,two:7001,three',
      true,
      ['redis://one:7000', 'redis://two:7001', 'redis://three'],
    ],
    ['redis+cluster://one.example/', true, ['redis://one.example']],
    [
      'rediss+cluster://app:s%2Fcret@one:7000, [::1]:7001',
      true,
      ['rediss://app:s%2Fcret@one:7000', 'rediss://app:s%2Fcret@[::1]:7001'],
    ],
  ])('%s is read', (text, isCluster, nodes) => {
    const read = readRedisAddress(text);
    expect({ isCluster: read.isCluster, nodes: read.nodes.map(({ href }) => href) }).toEqual({
      isCluster,
      nodes,
    });
    expect(redisAddressFault(text)).toBeNull();
  });

  it.each([
    ['redis', /^must be redis:/],
    ['http://redis:6379', /^must be redis:/],
    ['redis://', /^must be redis:/],
    ['redis://one,two:6379', /^must be redis:/],
    ['redis://one:7000,redis://two:7001', /^must be redis:/],
    ['redis+cluster://', /^must be redis:/],
    ['redis+cluster://one:7000,', /^must be redis:/],
    ['redis+cluster://one:70000', /^must be redis:/],
    ['redis+cluster://one:7000,redis://two:7001', /^must be redis:/],
    ['redis+cluster://one:7000/?tls=1', /^must be redis:/],
    ['redis+cluster://one:7000,two:7001/3', /^must not name a database/],
  ])('%s is refused', (text, rule) => {
    expect(redisAddressFault(text)).toMatch(rule);
  });
});
