import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { closeServer } from '@qinwu/testkit/close-server';
import { eventually } from '@qinwu/testkit/eventually';
import { freePort } from '@qinwu/testkit/free-port';
import { createTestIssuer, type TestIssuer } from '@qinwu/testkit/tokens';
import { pino } from 'pino';
import { z } from 'zod';
import { type Database, openDatabase } from '../../src/db/database.ts';
import { createVerifier } from '../../src/http/auth.ts';
import type { Http } from '../../src/http/http.ts';
import { createHttp } from '../../src/http/server.ts';
import { sendRaw } from './raw-request.ts';

const log = pino({ level: 'silent' });
let http: Http;
let issuer: TestIssuer;
let unreachable: Database;
let port: number;

beforeAll(async () => {
  issuer = await createTestIssuer();
  unreachable = openDatabase({ url: `postgres://x:y@127.0.0.1:${await freePort()}/none`, max: 2, log });
  http = await createHttp({
    service: 'demo',
    title: 'Demo',
    version: '1',
    verifier: createVerifier(issuer.verifierOptions),
    clock: { now: () => new Date() },
    log,
    limits: { maxEventLoopDelayMs: 0, rate: { max: 5, windowSeconds: 60 } },
  });
  addRoutes();
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  port = (http.app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  await closeServer(http.app);
  await unreachable.close();
});

function addRoutes(): void {
  const access = { roles: ['officer'] } as const;
  const responses = { 200: { description: 'Done', schema: z.object({ bytes: z.int() }) } };
  http.route(
    { method: 'GET', url: '/demo/v1/rows', operationId: 'rows', summary: 'Reads', access, responses },
    async () => {
      await unreachable.pool.query('select 1');
      return { status: 200, body: { bytes: 0 } };
    },
  );
  http.route(
    {
      method: 'POST',
      url: '/demo/v1/files',
      operationId: 'upload',
      summary: 'Takes a file',
      access,
      upload: { maxBytes: 1_000, maxFiles: 1 },
      responses,
    },
    async ({ request }) => {
      let bytes = 0;
      for await (const part of request.files({ limits: { fileSize: 1_000, files: 1 } })) {
        bytes += (await part.toBuffer()).length;
      }
      return { status: 200, body: { bytes } };
    },
  );
}

let subjects = 0;
async function headersOf(subject = `officer-${++subjects}`): Promise<{ authorization: string }> {
  return { authorization: await issuer.bearer({ roles: 'officer', sub: subject }) };
}
const at = (path: string) => `http://127.0.0.1:${port}${path}`;

async function upload(size: number): Promise<Response> {
  const body = new FormData();
  body.append('file', new Blob(['a'.repeat(size)]), 'a.txt');
  return fetch(at('/demo/v1/files'), { method: 'POST', body, headers: await headersOf() });
}

async function expectProblem(response: Response, status: number): Promise<void> {
  expect([response.status, response.headers.get('content-type')]).toEqual([
    status,
    'application/problem+json',
  ]);
}

describe('what is out of reach or too much', () => {
  it('a database that cannot be reached is 503 with Retry-After', async () => {
    const response = await fetch(at('/demo/v1/rows'), { headers: await headersOf() });
    await expectProblem(response, 503);
    expect(response.headers.get('retry-after')).toBe('1');
    expect(await response.text()).not.toContain('127.0.0.1');
  });

  it('a client over its rate is 429 with Retry-After, and others are not', async () => {
    const headers = await headersOf('busy');
    const statuses: number[] = [];
    for (let n = 0; n < 7; n++) {
      const response = await fetch(at('/demo/v1/files'), { method: 'POST', headers });
      statuses.push(response.status);
      if (response.status === 429) {
        await expectProblem(response, 429);
        expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
      }
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
    expect((await upload(10)).status).toBe(200);
  });
});

describe('uploads', () => {
  it('are read within their limits', async () => {
    const response = await upload(900);
    expect([response.status, await response.json()]).toEqual([200, { bytes: 900 }]);
  });

  it('are 413 beyond them', async () => {
    await expectProblem(await upload(2_000), 413);
  });

  it('are 415 when they are no form', async () => {
    const headers = { ...(await headersOf()), 'content-type': 'application/json' };
    await expectProblem(await fetch(at('/demo/v1/files'), { method: 'POST', body: '{}', headers }), 415);
  });
});

describe('stopping', () => {
  it('answers what still arrives on an open connection with 503', async () => {
    const other = await createHttp({
      service: 'demo',
      title: 'Demo',
      version: '1',
      verifier: createVerifier(issuer.verifierOptions),
      clock: { now: () => new Date() },
      log,
      limits: { maxEventLoopDelayMs: 0 },
    });
    const gate = Promise.withResolvers<void>();
    let entered = false;
    other.route(
      {
        method: 'GET',
        url: '/demo/v1/wait',
        operationId: 'wait',
        summary: 'Waits',
        access: 'public',
        responses: { 204: { description: 'Done', schema: null } },
      },
      async () => {
        entered = true;
        await gate.promise;
        return { status: 204 };
      },
    );
    await other.app.listen({ host: '127.0.0.1', port: 0 });
    const ask = 'GET /demo/v1/wait HTTP/1.1\r\nHost: x\r\n\r\n';
    const address = other.app.server.address() as AddressInfo;
    const answers = sendRaw(address.port, ask, { later: [{ afterMs: 150, text: ask }], waitMs: 3_000 });
    await eventually(() => entered);
    const closed = other.app.close();
    setTimeout(() => gate.resolve(), 300);
    const { responses, status, body, closed: ended } = await answers;
    await closed;
    expect([responses, status, ended]).toEqual([2, 204, true]);
    expect(body).toContain('HTTP/1.1 503');
    expect(body).toContain('urn:qinwu:problem:service-unavailable');
  });
});
