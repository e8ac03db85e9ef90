import type { z } from 'zod';
import type { ConfigFault } from './config-fault.ts';
import { readRedisAddress } from './redis-address.ts';

/** What a setting must not be in production: the rule it breaks, or null. */
type Rule = (value: string) => string | null;

const COMMON_PASSWORDS = new Set([
  '',
  'admin',
  'changeme',
  'password',
  'postgres',
  'qinwu',
  'redis',
  'root',
  'secret',
  'test',
]);

const RULES: Readonly<Record<string, Rule>> = {
  DATABASE_URL: (value) => strongPassword(value) ?? notSuperuser(value),
  QUEUE_DATABASE_URL: strongPassword,
  REDIS_URL: (value) => {
    const node = readRedisAddress(value).nodes.find(({ password }) => password !== '');
    return node === undefined ? null : strongPassword(node.href);
  },
  OIDC_ISSUER: https,
  OIDC_JWKS_URL: https,
  S3_ENDPOINT: https,
  LOG_LEVEL: (value) => (value === 'debug' || value === 'trace' ? 'must not be debug or trace' : null),
};

/**
 * What of a valid configuration is too weak for production: secrets a person could have typed or that serve twice,
 * default passwords, plain HTTP to the issuer. Names and rules only.
 */
export function productionFaults(
  schema: z.ZodObject,
  config: Readonly<Record<string, unknown>>,
): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  const secrets = new Map<string, string>();
  for (const [name, value] of Object.entries(config).flatMap(textsOf)) {
    const isHidden = isSecret(schema.shape[name]);
    const rule = isHidden ? weakSecret(value) : (RULES[name]?.(value) ?? null);
    if (rule !== null) faults.push({ name, rule });
    if (!isHidden) continue;
    const twin = secrets.get(value);
    if (twin !== undefined) faults.push({ name, rule: `must not be the same as ${twin}` });
    secrets.set(value, name);
  }
  return faults;
}

/** A setting may be one text or several; what is no text has no rule. */
function textsOf([name, value]: [string, unknown]): [string, string][] {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((each) => typeof each === 'string').map((each) => [name, each]);
}

/** Tells whether a setting was declared with `.meta({ secret: true })`. */
export function isSecret(field: unknown): boolean {
  if (typeof field !== 'object' || field === null || !('meta' in field)) return false;
  const meta = typeof field.meta === 'function' ? (field.meta() as unknown) : undefined;
  return typeof meta === 'object' && meta !== null && 'secret' in meta && meta.secret === true;
}

/** Random bytes look random: 32 of them have at least 16 different values and are never all printable. */
function weakSecret(value: string): string | null {
  const bytes = Buffer.from(value, 'base64');
  const different = new Set(bytes).size;
  const typed = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  return different < 16 || typed ? 'must be random (openssl rand -base64 32)' : null;
}

function strongPassword(value: string): string | null {
  const { username, password } = new URL(value);
  const given = decodeURIComponent(password);
  const weak = given.length < 12 || given === username || COMMON_PASSWORDS.has(given.toLowerCase());
  return weak ? 'must carry a password of at least 12 characters that is no common one' : null;
}

function notSuperuser(value: string): string | null {
  return new URL(value).username === 'postgres' ? 'must not connect as postgres' : null;
}

function https(value: string): string | null {
  return new URL(value).protocol === 'https:' ? null : 'must be https in production';
}
