import { hash } from 'node:crypto';
import { httpFault } from './fault.ts';

const KEY = /^(?:"([A-Za-z0-9_-]{16,255})"|([A-Za-z0-9_-]{16,255}))$/;

/** The key of an Idempotency-Key header, quoted (RFC 8941) or bare; throws 400 when missing or malformed. */
export function idempotencyKeyOf(header: string | string[] | undefined): string {
  if (header === undefined) throw httpFault('idempotency-key-missing', { errors: [keyError('required')] });
  const match = typeof header === 'string' ? KEY.exec(header.trim()) : null;
  const key = match?.[1] ?? match?.[2];
  if (key === undefined) throw httpFault('idempotency-key-malformed', { errors: [keyError('format')] });
  return key;
}

function keyError(code: string) {
  const detail = {
    zh: '应为 16 至 255 个字母、数字、下划线或连字符',
    en: 'must be 16 to 255 letters, digits, underscores or hyphens',
  };
  return { in: 'header', pointer: '/idempotency-key', code, detail } as const;
}

/**
 * SHA-256 in hex over method, URL and the JSON that was sent, its members in order: equal requests, equal text. What
 * validation makes of it (dates, bigints, defaults) is ours and may change with a release.
 */
export function fingerprintOf(method: string, url: string, json: unknown): string {
  return hash('sha256', `${method} ${url}\n${JSON.stringify(sorted(json))}`, 'hex');
}

/** A copy whose objects list their members by name; the engine then writes it in one go. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(value).sort()) copy[name] = sorted(Reflect.get(value, name));
  return copy;
}
