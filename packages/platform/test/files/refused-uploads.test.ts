import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { type BulkService, startBulkService } from '../bulk/bulk-service.ts';

let service: BulkService;
beforeAll(async () => {
  service = await startBulkService();
});
afterAll(() => service?.close());

const MB = 1024 * 1024;
const ROUNDS = 5;
const TEXT = Buffer.alloc(4 * MB, 'no photo\n');
const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(24 * MB, 'a')]);
const BOUNDARY = 'qinwu-boundary';

function formOf(bytes: Buffer): Buffer {
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

async function headersFor(claims: object): Promise<Record<string, string>> {
  return {
    authorization: await service.bearer(claims),
    'idempotency-key': randomUUID(),
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
  };
}

interface Answer {
  status: number;
  type: string;
}

/** A client that listens while it sends. */
async function sendListening(form: Buffer, claims: object): Promise<Answer> {
  const headers = await headersFor(claims);
  const body = new Uint8Array(form);
  const answer = await fetch(`${service.url}/bulk/v1/files`, { method: 'POST', headers, body });
  return { status: answer.status, type: JSON.parse(await answer.text()).type };
}

/** A client that looks for the answer once it has sent all, as many do. */
async function sendFirst(form: Buffer, claims: object): Promise<Answer> {
  const { hostname, port } = new URL(service.url);
  const headers = { ...(await headersFor(claims)), host: hostname, 'content-length': String(form.length) };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST /bulk/v1/files HTTP/1.1\r\n${lines.join('')}\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.pause();
    socket.on('error', reject);
    socket.write(Buffer.concat([Buffer.from(head), form]), () => socket.resume());
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      const [, status, type] = /^HTTP\/1\.1 (\d{3})[\s\S]*"type":"([^"]+)"/.exec(text) ?? [];
      if (status === undefined || type === undefined) return;
      socket.destroy();
      resolve({ status: Number(status), type });
    });
    socket.on('close', () => reject(new Error('closed without an answer')));
  });
}

/** What became of many such uploads, each once. */
async function outcomes(send: typeof sendFirst, form: Buffer, claims: object = {}): Promise<string[]> {
  const seen = new Set<string>();
  for (let n = 0; n < ROUNDS; n++) {
    const { status, type } = await send(form, claims).catch((error) => ({
      status: 0,
      type: String(error.cause ?? error),
    }));
    seen.add(`${status} ${type}`);
  }
  return [...seen];
}

describe.each([
  ['listens while it sends', sendListening],
  ['listens once it has sent all', sendFirst],
])('a client that %s', (_name, send) => {
  it.each([
    ['a type not taken', TEXT, {}, '415 urn:qinwu:problem:media-type-unsupported'],
    ['a role that may not', TEXT, { roles: 'mediator' }, '403 urn:qinwu:problem:role-insufficient'],
    ['no token', TEXT, { expiresIn: -3600 }, '401 urn:qinwu:problem:token-refused'],
    ['more than is taken', PDF, {}, '413 urn:qinwu:problem:body-too-large'],
  ])('is told of %s each time', async (_what, bytes, claims, expected) => {
    expect(await outcomes(send, formOf(bytes), claims)).toEqual([expected]);
  });
});

/** Opens a connection and begins a refused upload that says it is this long. */
async function beginRefused(length: number) {
  const { hostname, port } = new URL(service.url);
  const headers = {
    ...(await headersFor({ roles: 'mediator' })),
    host: hostname,
    'content-length': String(length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => {});
  socket.write(`POST /bulk/v1/files HTTP/1.1\r\n${lines.join('')}\r\n`);
  return { socket, answers: () => text.match(/HTTP\/1\.1 \d{3}/g) ?? [] };
}

it('a connection is used on once a refused upload was read out', async () => {
  const { socket, answers } = await beginRefused(MB);
  await eventually(() => expect(answers()).toEqual(['HTTP/1.1 403']));
  socket.write(Buffer.alloc(MB));
  socket.write('GET /livez HTTP/1.1\r\nhost: x\r\n\r\n');
  await eventually(() => expect(answers()).toEqual(['HTTP/1.1 403', 'HTTP/1.1 200']));
  socket.destroy();
});

it('what is sent without end after a refusal is cut off', async () => {
  const { socket } = await beginRefused(4_096 * MB);
  const piece = Buffer.alloc(MB);
  let sent = 0;
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    const send = () => {
      while (socket.writable && socket.write(piece)) sent += 1;
    };
    socket.on('drain', () => {
      sent += 1;
      send();
    });
    send();
  });
  // The rest is what arrives between two looks of the server, and what the two kernels hold of it.
  expect(sent).toBeGreaterThanOrEqual(32);
  expect(sent).toBeLessThan(1_024);
});
