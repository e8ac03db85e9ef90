import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Servers, startServers } from '../src/cluster/servers.ts';
import { type ServiceCluster, startServiceCluster } from '../src/cluster/service-cluster.ts';
import { SMALL, SUITE } from '../src/suite.ts';
import { expectAsItMust, MINUTE, nameOf, seed } from './expectation.ts';

// The seed stands in the name: FAULTS_SEED repeats a run.
describe(`faults in the running services, seed ${seed}`, () => {
  let servers: Servers;
  let cluster: ServiceCluster;
  beforeAll(async () => {
    servers = await startServers();
    cluster = await startServiceCluster(servers);
  }, 2 * MINUTE);
  afterAll(async () => {
    await cluster?.close();
    await servers?.close();
    expect(cluster.wrongEnds).toEqual([]);
  }, MINUTE);

  it.each(SUITE.cluster.map((entry) => ({ name: nameOf(entry), entry })))(
    '$name',
    async ({ entry }) => {
      expectAsItMust(entry, await entry.run(cluster, SMALL, seed));
    },
    5 * MINUTE,
  );
});
