import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Servers, startServers } from '../src/cluster/servers.ts';
import { SMALL, SUITE } from '../src/suite.ts';
import { expectAsItMust, MINUTE, nameOf, seed } from './expectation.ts';

describe(`faults in score runs, seed ${seed}`, () => {
  let servers: Servers;
  beforeAll(async () => {
    servers = await startServers();
  }, MINUTE);
  afterAll(() => servers?.close(), MINUTE);

  it.each(SUITE.runs.map((entry) => ({ name: nameOf(entry), entry })))(
    '$name',
    async ({ entry }) => expectAsItMust(entry, await entry.run(servers, SMALL, seed)),
    // Beside the other faults it has half a machine at best.
    10 * MINUTE,
  );
});
