import { type DestinationStream, type Logger, pino } from 'pino';
import { quotingText } from './safe-error-text.ts';

export type { Logger } from 'pino';

/** Names under which a secret or a person could reach a log line; their values are replaced. */
const REDACTED = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'token',
  'key',
  'idNumber',
  'citizenId',
  'phone',
  'connectionString',
];

/**
 * A logger that writes one JSON line per entry with the service's name and an RFC 3339 time, and replaces
 * known secret and personal fields at the first two levels; tests may give their own destination.
 */
export function createLogger(service: string, level = 'info', destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/**
 * What a log line says of an error: type, code, message, where, cause. Not its other properties: a database error
 * carries the row, a connection error the whole client.
 */
export function describeError(error: unknown): unknown {
  if (!Error.isError(error)) return { type: typeof error };
  const code = 'code' in error ? error.code : undefined;
  // Drizzle writes statement and values into the message.
  const quotes = 'query' in error && 'params' in error;
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    message: quotes ? 'a query failed' : (quotingText(error) ?? error.message.slice(0, 1_000)),
    at: (error.stack ?? '')
      .split('\n')
      .filter((line) => line.startsWith('    at '))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
