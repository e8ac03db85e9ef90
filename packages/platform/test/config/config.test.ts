import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { configTable } from '../../src/config/config-table.ts';
import { httpLimits, readLimits } from '../../src/config/limits-config.ts';
import { type Environment, loadConfig } from '../../src/config/load-config.ts';
import { s3Options } from '../../src/config/s3-config.ts';
import { keyringConfig, serviceConfig } from '../../src/config/service-config.ts';

const random = () => randomBytes(32).toString('base64');
const ledgerKey = generateKeyPairSync('ed25519')
  .privateKey.export({ format: 'der', type: 'pkcs8' })
  .toString('base64');

const good: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://grievance_app:b7Qz-48fKw2x@db:5432/grievance',
  REDIS_URL: 'redis://redis:6379',
  OIDC_ISSUER: 'https://id.park.example',
  OIDC_JWKS_URL: 'https://id.park.example/jwks',
  DATA_KEY: random(),
  INDEX_KEY: random(),
  EVENT_KEY: random(),
  LEDGER_KEY: ledgerKey,
};

const faultsOf = (env: Environment): readonly string[] => {
  try {
    loadConfig(serviceConfig, env);
    return [];
  } catch (error) {
    return String(error).split('\n').slice(1);
  }
};

describe('the configuration of a service', () => {
  it('reads settings, counts empty ones as not set, and knows its defaults', () => {
    const config = loadConfig(serviceConfig, {
      ...good,
      PORT: '8101',
      ROLE: '',
      LIMITS: '{"ratePerMinute":600,"importRows":7}',
    });
    expect(config).toMatchObject({ PORT: 8101, ROLE: 'all', DATABASE_POOL: 10 });
    expect(httpLimits(config.LIMITS)).toEqual({ rate: { max: 600, windowSeconds: 60 } });
    expect(readLimits(config.LIMITS)).toEqual({ maxRows: 7, maxBytes: 512 * 1024 * 1024 });
    expect(faultsOf({ ...good, LIMITS: '{"rows":7}' }).join()).toContain('LIMITS');
  });

  it('says everything that is wrong at once, and shows no value', () => {
    const faults = faultsOf({
      ...good,
      PORT: 'tcp-hunter2',
      DATA_KEY: 'hunter2',
      DATABASE_URL: undefined,
      LIMITS: '{x',
    });
    expect(faults.map((fault) => fault.trim().split(':')[0])).toEqual(
      expect.arrayContaining(['PORT', 'DATA_KEY', 'DATABASE_URL', 'LIMITS']),
    );
    expect(faults.join()).toContain('DATABASE_URL: is required');
    expect(faults.join()).not.toContain('hunter2');
  });

  it.each([
    [
      'DATA_KEY',
      'a key somebody typed',
      { DATA_KEY: Buffer.from('correct horse battery staple 123').toString('base64') },
    ],
    ['EVENT_KEY', 'a key of zeros', { EVENT_KEY: Buffer.alloc(32).toString('base64') }],
    ['DATA_KEY', 'a short key', { DATA_KEY: randomBytes(16).toString('base64') }],
    ['INDEX_KEY', 'one key for two purposes', { INDEX_KEY: good.DATA_KEY }],
    ['PREVIOUS_DATA_KEYS', 'the present key among the former', { PREVIOUS_DATA_KEYS: good.DATA_KEY }],
    [
      'PREVIOUS_DATA_KEYS',
      'a former key of zeros',
      { PREVIOUS_DATA_KEYS: `${random()},${Buffer.alloc(32).toString('base64')}` },
    ],
    ['S3_ENDPOINT', 'a bucket without TLS', { S3_ENDPOINT: 'http://minio:9000' }],
    ['LEDGER_KEY', 'a ledger key that is none', { LEDGER_KEY: random() }],
    ['DATABASE_URL', 'a default password', { DATABASE_URL: 'postgres://app:postgres@db/grievance' }],
    ['DATABASE_URL', 'the superuser', { DATABASE_URL: 'postgres://postgres:b7Qz-48fKw2x@db/grievance' }],
    ['REDIS_URL', 'a default Redis password', { REDIS_URL: 'redis://:redis@redis:6379' }],
    [
      'REDIS_URL',
      'a default password of a cluster',
      { REDIS_URL: 'redis+cluster://:redis@redis-1:6379,redis-2:6379' },
    ],
    ['REDIS_URL', 'servers that are no cluster', { REDIS_URL: 'redis://redis-1:6379,redis-2:6379' }],
    ['OIDC_ISSUER', 'an issuer without TLS', { OIDC_ISSUER: 'http://id.park.example' }],
    ['LOG_LEVEL', 'debug logging', { LOG_LEVEL: 'debug' }],
  ])('refuses for production, naming %s: %s', (name, _, change) => {
    expect(faultsOf(good)).toEqual([]);
    const faults = faultsOf({ ...good, ...change });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(`${name}: must`);
  });

  it('lets a laptop use what production must not', () => {
    const change = {
      NODE_ENV: undefined,
      OIDC_ISSUER: 'http://127.0.0.1:8090',
      LOG_LEVEL: 'debug',
      REDIS_URL: 'redis+cluster://:redis@127.0.0.1:7000,127.0.0.1:7001',
    };
    expect(faultsOf({ ...good, ...change })).toEqual([]);
  });

  it('reads former data keys and a bucket, and refuses half a bucket', () => {
    const [one, two] = [random(), random()];
    const bucket = {
      S3_ENDPOINT: 'https://minio.park.example',
      S3_BUCKET: 'qinwu',
      S3_ACCESS_KEY_ID: 'key',
      S3_SECRET_ACCESS_KEY: random(),
    };
    const config = loadConfig(serviceConfig, { ...good, ...bucket, PREVIOUS_DATA_KEYS: `${one}, ${two}` });
    expect(keyringConfig(config).previousDataKeys).toEqual([one, two]);
    expect(s3Options(config)).toMatchObject({ bucket: 'qinwu', region: 'us-east-1', accessKeyId: 'key' });
    expect(s3Options(loadConfig(serviceConfig, good))).toBeUndefined();
    const half = loadConfig(serviceConfig, { ...good, ...bucket, S3_BUCKET: '' });
    expect(() => s3Options(half)).toThrow('S3_BUCKET: is required');
    expect(faultsOf({ ...good, PREVIOUS_DATA_KEYS: `${one},short` }).join()).toContain(
      'PREVIOUS_DATA_KEYS.1',
    );
  });

  it('is documented by a table made of the schema', () => {
    const table = configTable(
      serviceConfig.extend({ SCORE_LIMIT: z.coerce.number().default(3).describe('a|b') }),
    );
    const lines = table.trim().split('\n');
    expect(lines).toHaveLength(Object.keys(serviceConfig.shape).length + 3);
    expect(table).toContain('| `DATABASE_URL` | string | **required** |');
    expect(table).toContain('| `DATA_KEY` | secret | **required** |');
    expect(table).toContain('| `ROLE` | `all` `http` `worker` | `all` |');
    expect(lines.at(-1)).toContain('a\\|b');
  });
});
