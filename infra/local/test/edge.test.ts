import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createEdge } from '../src/edge.ts';

let upstream: Server;
let readyz: string;
let edge: FastifyInstance;
let origin: string;
let answer: RequestListener;
let logged: string[];

beforeEach(async () => {
  readyz = 'ready';
  answer = (_request, response) => response.end('ok');
  upstream = createServer((request, response) => {
    if (request.url === '/readyz') response.end(readyz);
    else answer(request, response);
  });
  await once(upstream.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  logged = [];
  edge = await createEdge([{ name: 'grievance', url, prefixes: ['/grievance'] }], (line) =>
    logged.push(line),
  );
  origin = await edge.listen({ port: 0, host: '127.0.0.1' });
});

afterEach(async () => {
  await edge.close();
  upstream.closeAllConnections();
  upstream.close();
});

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

describe('the edge', () => {
  it('refuses TRACE with 405 and says what it takes', async () => {
    const { port } = new URL(origin);
    const asked = httpRequest({ port, host: '127.0.0.1', method: 'TRACE', path: '/grievance/v1/grievances' });
    asked.end();
    const [reply] = (await once(asked, 'response')) as [IncomingMessage];
    reply.resume();
    expect([reply.statusCode, reply.headers.allow]).toEqual([405, expect.stringContaining('GET')]);
  });

  it('passes path, query, body and trace on as they came', async () => {
    answer = async (request, response) => {
      const body = await bodyOf(request);
      response.setHeader('content-type', 'application/json').setHeader('etag', '"1"').statusCode = 201;
      response.end(JSON.stringify({ url: request.url, body, trace: request.headers.traceparent }));
    };
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const reply = await fetch(`${origin}/grievance/v1/grievances?limit=2`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent },
      body: '{"a":1,"a":2}',
    });
    expect(reply.status).toBe(201);
    expect(reply.headers.get('etag')).toBe('"1"');
    const expected = { url: '/grievance/v1/grievances?limit=2', body: '{"a":1,"a":2}', trace: traceparent };
    expect(await reply.json()).toEqual(expected);
  });

  it('hands a body on while it is still being sent', async () => {
    const seen = new Promise<string>((resolve) => {
      answer = (request, response) => {
        request.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')));
        request.once('end', () => response.end('all'));
      };
    });
    const body = new TransformStream<Uint8Array>();
    const writer = body.writable.getWriter();
    const reply = fetch(`${origin}/grievance/v1/imports`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: body.readable,
      duplex: 'half',
    } as RequestInit);
    await writer.write(Buffer.from('first'));
    expect(await seen).toBe('first');
    await writer.close();
    expect(await (await reply).text()).toBe('all');
  });

  it('passes a body of ten megabytes', async () => {
    answer = async (request, response) => response.end(String((await bodyOf(request)).length));
    const body = 'x'.repeat(10_000_000);
    const reply = await fetch(`${origin}/grievance/v1/imports`, { method: 'POST', body });
    expect(await reply.text()).toBe('10000000');
  });

  it('passes a body whose sender waits for 100 Continue', async () => {
    let expectation: string | undefined;
    answer = async (request, response) => {
      expectation = request.headers.expect;
      response.end(String((await bodyOf(request)).length));
    };
    const headers = { expect: '100-continue', 'content-length': '2000000' };
    const sending = httpRequest(`${origin}/grievance/v1/imports`, { method: 'POST', headers });
    sending.once('continue', () => sending.end('x'.repeat(2_000_000)));
    sending.flushHeaders();
    const [reply] = (await once(sending, 'response')) as [IncomingMessage];
    expect([reply.statusCode, await bodyOf(reply), expectation]).toEqual([200, '2000000', undefined]);
  });

  it('passes server-sent events on as they happen', async () => {
    let finish = (): void => undefined;
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      finish = () => response.end();
    };
    const reply = await fetch(`${origin}/grievance/v1/imports/1/events`);
    const first = await reply.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString('utf8')).toBe('data: 1\n\n');
    finish();
  });

  it('is ready when every service is, one line each', async () => {
    const ready = await fetch(`${origin}/readyz`);
    expect([ready.status, await ready.text()]).toEqual([200, 'grievance ready\n']);
    readyz = JSON.stringify({
      checks: [
        { name: 'database', ok: true },
        { name: 'queue', degraded: true },
      ],
    });
    const degraded = await (await fetch(`${origin}/readyz`)).text();
    expect(degraded).toBe('grievance ready, degraded: queue away\n');
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
    const away = await fetch(`${origin}/readyz`);
    expect([away.status, await away.text()]).toEqual([503, 'grievance not reachable\n']);
  });

  it('answers 503 with Retry-After as a problem while the service is away', async () => {
    upstream.closeAllConnections();
    await new Promise((resolve) => upstream.close(resolve));
    const headers = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };
    const reply = await fetch(`${origin}/grievance/v1/grievances?q=1`, { method: 'POST', headers });
    expect([reply.status, reply.headers.get('retry-after')]).toEqual([503, '1']);
    expect(reply.headers.get('content-type')).toBe('application/problem+json');
    expect(await reply.json()).toMatchObject({
      type: 'urn:qinwu:problem:service-unavailable',
      title: '服务暂不可用，请稍后再试',
      status: 503,
      instance: '/grievance/v1/grievances',
      traceId: TRACE_ID,
    });
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(
      new RegExp(`^POST /grievance/v1/grievances to grievance: .*ECONNREFUSED.*traceId ${TRACE_ID}`),
    );
  });

  it('answers 502 when the service answers what is no HTTP', async () => {
    answer = (request) => request.socket.end('SSH-2.0-no-http\r\n\r\n');
    const reply = await fetch(`${origin}/grievance/v1/grievances`, {
      method: 'POST',
      headers: { 'accept-language': 'en' },
    });
    expect([reply.status, await reply.json()]).toMatchObject([
      502,
      { type: 'urn:qinwu:problem:bad-gateway', title: 'The request could not be passed on to grievance' },
    ]);
    expect(logged[0]).toContain('Response does not match the HTTP/1.1 protocol');
  });

  it('leads / to the reference and knows nothing else', async () => {
    const home = await fetch(`${origin}/`, { redirect: 'manual' });
    expect([home.status, home.headers.get('location')]).toEqual([302, '/docs']);
    const nothing = await fetch(`${origin}/nothing`);
    expect(nothing.status).toBe(404);
    expect(await nothing.json()).toMatchObject({
      type: 'urn:qinwu:problem:route-missing',
      title: '没有这个地址',
      status: 404,
      instance: '/nothing',
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const broken = await fetch(`${origin}/%zz`, { headers: { 'accept-language': 'en' } });
    expect([broken.status, await broken.json()]).toMatchObject([400, { title: 'The request is malformed' }]);
    const fat = await fetch(`${origin}/`, { headers: { 'x-fat': 'x'.repeat(40_000) } });
    expect([fat.status, await fat.json()]).toMatchObject([431, { status: 431, traceId: expect.any(String) }]);
  });
});
