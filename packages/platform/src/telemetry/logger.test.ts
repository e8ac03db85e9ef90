import { Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { createLogger } from './logger.ts';

const lines = (write: (log: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] => {
  const written: string[] = [];
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  write(createLogger('test', 'info', sink));
  return written.map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('a log line', () => {
  it('is one JSON object with service, level and time, whatever the text', () => {
    const [line] = lines((log) => log.info({ id: 'a\r\nb\u001b[31m' }, 'two\nlines'));
    expect(line).toMatchObject({ service: 'test', level: 'info', msg: 'two\nlines' });
    expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('shows no secret and no personal field', () => {
    const [line] = lines((log) =>
      log.info({
        phone: '13800138000',
        person: { idNumber: '110101199003070000' },
        headers: { authorization: 'x' },
      }),
    );
    expect(JSON.stringify(line)).not.toMatch(/13800138000|110101199003070000|"x"/);
  });

  it('says of an error what and where, not the row or the statement it holds', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (phone)=(13800138000)',
    });
    const failed = Object.assign(new Error('Failed query: insert … params: 13800138000', { cause }), {
      query: 'insert …',
      params: ['13800138000'],
    });
    const [line] = lines((log) => log.error({ err: failed }, 'it failed'));
    expect(JSON.stringify(line)).not.toContain('13800138000');
    expect(line?.err).toMatchObject({
      message: 'a query failed',
      cause: { code: '23505', message: 'duplicate key' },
    });
  });
});
