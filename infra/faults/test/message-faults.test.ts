import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Servers, startServers } from '../src/cluster/servers.ts';
import type { Outcome } from '../src/scenarios/outcome.ts';
import { type BusEntry, SMALL, SUITE } from '../src/suite.ts';
import { expectAsItMust, MINUTE, nameOf, seed } from './expectation.ts';

describe(`faults on the way of a message, seed ${seed}`, () => {
  let servers: Servers;
  const outcomes = new Map<BusEntry, Outcome>();
  const runAll = async (entries: readonly BusEntry[]): Promise<void> => {
    for (const entry of entries) outcomes.set(entry, await entry.run(servers, SMALL, seed));
  };
  beforeAll(async () => {
    servers = await startServers();
    // Killing a worker over and over is mostly waiting: the others run beside it.
    const isWaiting = ({ id }: BusEntry) => id.startsWith('R9');
    await Promise.all([
      runAll(SUITE.bus.filter(isWaiting)),
      runAll(SUITE.bus.filter((entry) => !isWaiting(entry))),
    ]);
  }, 4 * MINUTE);
  afterAll(() => servers?.close(), MINUTE);

  it.each(SUITE.bus.map((entry) => ({ name: nameOf(entry), entry })))('$name', ({ entry }) => {
    expectAsItMust(entry, outcomes.get(entry));
  });
});
