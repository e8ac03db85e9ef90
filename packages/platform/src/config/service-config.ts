import { createPrivateKey } from 'node:crypto';
import { z } from 'zod';
import type { KeyringConfig } from '../crypto/keyring.ts';
import { LIMIT_NAMES, limits } from './limits-config.ts';
import { redisAddressFault } from './redis-address.ts';

const key32 = z
  .base64('must be base64')
  .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');

const keys32 = z
  .string()
  .transform((text) => text.split(',').map((key) => key.trim()))
  .pipe(z.array(key32));

const names = z.string().transform((text) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== ''),
);

const ed25519 = z
  .base64('must be base64')
  .refine(isEd25519, 'must be an Ed25519 private key, PKCS8 DER in base64');

const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' });
const redisUrl = z.string().superRefine((text, context) => {
  const fault = redisAddressFault(text);
  if (fault !== null) context.addIssue(fault);
});
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' });

/** The settings every service has; a service extends it with its own (`serviceConfig.extend({…})`). */
export const serviceConfig = z.object({
  NODE_ENV: z
    .enum(['production', 'development', 'test'])
    .default('development')
    .describe('运行环境;production 拒绝弱密钥和明文 OIDC / production refuses weak secrets'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('监听端口 / port to listen on'),
  HOST: z.string().default('127.0.0.1').describe('监听地址 / address to listen on'),
  ROLE: z
    .enum(['all', 'http', 'worker'])
    .default('all')
    .describe('进程角色 / which part of the service this process runs; the relay always runs'),
  DATABASE_URL: postgresUrl.describe('本服务的 PostgreSQL / the database of this service'),
  DATABASE_POOL: z.coerce.number().int().min(2).max(100).default(10).describe('连接池上限 / pool size'),
  REDIS_URL: redisUrl
    .optional()
    .describe(
      '队列所用 Redis(noeviction),集群写作 redis+cluster://主机:端口,… / Redis of the queue, or nodes of a cluster',
    ),
  QUEUE_DATABASE_URL: postgresUrl
    .optional()
    .describe('不用 Redis 时的队列数据库 / database of the queue where there is no Redis'),
  OIDC_ISSUER: httpUrl.describe('令牌签发者 / issuer of the access tokens'),
  OIDC_AUDIENCE: z.string().min(1).default('qinwu').describe('令牌受众 / audience the tokens must name'),
  OIDC_JWKS_URL: httpUrl.describe('签名公钥地址 / where the issuer publishes its keys'),
  REVOKED_CLIENTS: names
    .default([])
    .describe(
      '令牌到期前即须停用的主体或令牌号,逗号分隔 / subjects or token ids refused before they expire, with commas between',
    ),
  DATA_KEY: key32.meta({ secret: true }).describe('字段加密主密钥,32 字节 / wraps the record keys'),
  PREVIOUS_DATA_KEYS: keys32
    .default([])
    .meta({ secret: true })
    .describe(
      '换钥前的主密钥,逗号分隔;日志报告全部重封后删去 / former DATA_KEYs, until every record is wrapped anew',
    ),
  INDEX_KEY: key32.meta({ secret: true }).describe('盲索引密钥,32 字节 / key of the blind indexes'),
  EVENT_KEY: key32
    .meta({ secret: true })
    .describe('事件签名密钥,32 字节 / signs events; shared by all services'),
  LEDGER_KEY: ed25519.meta({ secret: true }).describe('台账签名私钥 / signs the checkpoints of the ledger'),
  CHECKPOINT_FILE: z
    .string()
    .optional()
    .describe('台账检查点文件,放在数据库之外 / file outside the database that keeps the checkpoints'),
  S3_ENDPOINT: httpUrl
    .optional()
    .describe('S3 兼容存储;不设时文件存入数据库 / S3-compatible store; files are in the database without it'),
  S3_BUCKET: z.string().min(1).optional().describe('存储桶 / bucket'),
  S3_REGION: z.string().min(1).default('us-east-1').describe('存储区域 / region of the bucket'),
  S3_ACCESS_KEY_ID: z.string().min(1).optional().describe('存储访问标识 / access key id of the bucket'),
  S3_SECRET_ACCESS_KEY: z
    .string()
    .min(1)
    .optional()
    .meta({ secret: true })
    .describe('存储访问密钥 / secret access key of the bucket'),
  IMPORT_REPORT_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .default(90)
    .describe('导入完成后逐行报告保留天数 / days the rows of a finished import can still be reported'),
  DATA_DIR: z.string().default('.qinwu').describe('本地数据目录 / directory for local files'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('日志级别 / lowest level that is logged'),
  LIMITS: limits
    .default({})
    .describe(`限额,JSON 对象 / limits by name, as a JSON object: ${LIMIT_NAMES.join(', ')}`),
});

export type ServiceConfig = z.output<typeof serviceConfig>;

/** The keys of the configuration, as `openKeyring` takes them. */
export function keyringConfig(
  config: Pick<ServiceConfig, 'DATA_KEY' | 'INDEX_KEY' | 'EVENT_KEY' | 'PREVIOUS_DATA_KEYS'>,
): KeyringConfig {
  return {
    dataKey: config.DATA_KEY,
    previousDataKeys: config.PREVIOUS_DATA_KEYS,
    indexKey: config.INDEX_KEY,
    eventKey: config.EVENT_KEY,
  };
}

function isEd25519(text: string): boolean {
  try {
    const key = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
    return key.asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
