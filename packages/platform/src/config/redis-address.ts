/** Where Redis is: one server, or the nodes by which a Redis Cluster is found. */
export interface RedisAddress {
  readonly isCluster: boolean;
  /** `redis://` or, with TLS, `rediss://`; user and password are the same for all nodes. */
  readonly nodes: readonly URL[];
}

const FORM =
  'must be redis://host:port (rediss:// with TLS), or redis+cluster://host:port,host:port for nodes of a cluster';
const NO_DATABASE = 'must not name a database: a Redis Cluster has one alone';

const SERVER = /^rediss?:$/;
const CLUSTER = /^(rediss?)\+cluster:\/\/([^@/]*@)?([^@/?#]+)(\/.*)?$/;

/** Reads an address of Redis; throws the rule it breaks, without any of its text. */
export function readRedisAddress(text: string): RedisAddress {
  const [, scheme, credentials = '', hosts, path = '/'] = CLUSTER.exec(text) ?? [];
  if (hosts === undefined) return { isCluster: false, nodes: [nodeOf(text)] };
  if (path !== '/') throw new Error(/^\/\d+$/.test(path) ? NO_DATABASE : FORM);
  const nodes = hosts.split(',').map((host) => nodeOf(`${scheme}://${credentials}${host.trim()}`));
  return { isCluster: true, nodes };
}

/** The rule that an address of Redis breaks, or null. */
export function redisAddressFault(text: string): string | null {
  try {
    readRedisAddress(text);
    return null;
  } catch (error) {
    return Error.isError(error) ? error.message : FORM;
  }
}

/** Several hosts under the scheme of one server would pass as one strange name. */
function nodeOf(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !SERVER.test(url.protocol) || url.hostname === '' || url.hostname.includes(',')) {
    throw new Error(FORM);
  }
  return url;
}
