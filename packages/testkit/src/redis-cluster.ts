import { createServer } from 'node:net';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { type RedisServer, startRedisServer } from './redis-server.ts';

/** Three Redis servers as one cluster, with a password and without replicas. */
export interface RedisCluster {
  /** `redis+cluster://…` with all nodes. */
  readonly url: string;
  readonly nodes: readonly RedisServer[];
  /** The node that holds a key. */
  nodeOf(key: string): Promise<RedisServer>;
  /** Kills a node and deletes its data; started again it is empty and still the same member. */
  lose(node: RedisServer): Promise<void>;
  /** Resolves when every node says that the cluster is whole. */
  whole(): Promise<void>;
  stop(): Promise<void>;
}

const NODES = 3;
/** Of every node, as in production. */
const PASSWORD = 'qinwu-test-cluster';
const SLOTS = 16_384;
/** A node hears the others on its port plus this. */
const BUS = 10_000;
const LAST_PORT = 65_535;

/** Starts a cluster in a folder and resolves when it is whole. */
export async function startRedisCluster(folder: string): Promise<RedisCluster> {
  const nodes = await Promise.all(Array.from({ length: NODES }, (_, at) => startNode(folder, at)));
  for (const [at, node] of nodes.entries()) await introduce(node, at, nodes);
  const whole = (): Promise<void> =>
    eventually(async () => void (await Promise.all(nodes.map(seesAll))), { within: 20_000 });
  await whole();
  return {
    url: `redis+cluster://:${PASSWORD}@${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`,
    nodes,
    nodeOf: async (key) => {
      const slot = Number(
        await ask(
          nodes.find(({ running }) => running),
          'KEYSLOT',
          key,
        ),
      );
      const node = nodes[Math.floor((slot * NODES) / SLOTS)];
      if (node === undefined) throw new Error(`no node holds ${key}`);
      return node;
    },
    lose: async (node) => {
      await node.kill();
      await node.erase();
    },
    whole,
    stop: async () => {
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}

async function startNode(folder: string, at: number): Promise<RedisServer> {
  return startRedisServer({
    dataDir: join(folder, `node-${at}`),
    port: await portWithBus(),
    password: PASSWORD,
    settings: {
      databases: '1',
      'cluster-enabled': 'yes',
      // Beside the data: who loses that is still known to the others.
      'cluster-config-file': join(folder, `node-${at}.conf`),
      // A node that returned is taken in after a few of these.
      'cluster-node-timeout': '1000',
      // One node away is no reason for the others to refuse.
      'cluster-require-full-coverage': 'no',
    },
  });
}

/** Gives a node its share of the slots and makes it known to the first. */
async function introduce(node: RedisServer, at: number, nodes: readonly RedisServer[]): Promise<void> {
  const from = Math.ceil((at * SLOTS) / NODES);
  const end = Math.ceil(((at + 1) * SLOTS) / NODES);
  const slots = Array.from({ length: end - from }, (_, slot) => from + slot);
  await ask(node, 'SET-CONFIG-EPOCH', at + 1);
  await ask(node, 'ADDSLOTS', ...slots);
  if (at > 0) await ask(nodes[0], 'MEET', '127.0.0.1', node.port);
}

/** Throws what a node says of the cluster while that is not whole. */
async function seesAll(node: RedisServer): Promise<void> {
  const info = String(await ask(node, 'INFO'));
  const isWhole =
    info.includes('cluster_state:ok') &&
    info.includes(`cluster_slots_ok:${SLOTS}`) &&
    info.includes(`cluster_known_nodes:${NODES}`);
  if (!isWhole) throw new Error(info);
}

async function ask(
  node: RedisServer | undefined,
  ...words: [string, ...(string | number)[]]
): Promise<unknown> {
  if (node === undefined) throw new Error('no node of the cluster runs');
  const client = new Redis(node.url, { retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => undefined);
  try {
    return await client.call('CLUSTER', ...words);
  } finally {
    client.disconnect();
  }
}

/** A free port whose bus port is free too. */
async function portWithBus(): Promise<number> {
  for (;;) {
    const port = await freePort();
    if (port + BUS <= LAST_PORT && (await isFree(port + BUS))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
