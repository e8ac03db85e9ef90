import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exportOpenapi } from '@qinwu/platform/http/openapi';
import { eventually } from '@qinwu/testkit/eventually';
import { z } from 'zod';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

let server: CockpitServer;
let neighbour: Server;
let neighbourAnswers = true;

const neighbourDocument = {
  openapi: '3.1.0',
  info: { title: 'mediation', version: '1' },
  paths: { '/mediation/v1/cases': { get: { operationId: 'listCases', responses: {} } } },
  components: { schemas: { Figure: { type: 'string' } } },
};

beforeAll(async () => {
  neighbour = createServer((_request, response) => {
    response.writeHead(neighbourAnswers ? 200 : 503, { 'content-type': 'application/json' });
    response.end(JSON.stringify(neighbourAnswers ? neighbourDocument : {}));
  });
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(neighbour.address() as AddressInfo).port}`;
  server = await cockpitServer({
    serviceUrls: [
      { service: 'mediation', url },
      // Nobody answers here: the merged document goes without it.
      { service: 'talent', url: 'http://127.0.0.1:9' },
    ],
  });
});
afterAll(async () => {
  await server.close();
  neighbour.closeAllConnections();
  await new Promise((resolve) => neighbour.close(resolve));
});

const Document = z.object({
  openapi: z.string(),
  paths: z.record(z.string(), z.unknown()),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

describe('GET /openapi.json', () => {
  it('is public and holds the routes of every service that answers, collisions resolved', async () => {
    const answer = await fetch(`${server.baseUrl}/openapi.json`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('application/json');
    const document = Document.parse(await answer.json());
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/mediation/v1/cases', '/cockpit/v1/figures/{code}', '/cockpit/v1/figures']),
    );
    expect(document.components.schemas).toMatchObject({
      MediationFigure: { type: 'string' },
      CockpitFigure: { type: 'object' },
    });
  });

  it('describes the services it holds and no others, the documents last', async () => {
    const document = (await (await fetch(`${server.baseUrl}/openapi.json`)).json()) as {
      info: { description: string };
      tags: { name: string }[];
      'x-tagGroups': { name: string; tags: string[] }[];
    };
    const { description } = document.info;
    expect(description).toContain('`/cockpit`');
    expect(description).toContain('`/mediation`');
    expect(description).not.toContain('talent');
    expect(document.tags.at(-1)?.name).toBe('接口文档 documents');
    expect(document['x-tagGroups'].at(-1)).toEqual({ name: '接口文档', tags: ['接口文档 documents'] });
  });

  it('answers 304 to whoever has it already', async () => {
    const first = await fetch(`${server.baseUrl}/openapi.json`);
    const etag = first.headers.get('etag') ?? '';
    const again = await fetch(`${server.baseUrl}/openapi.json`, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const other = await fetch(`${server.baseUrl}/openapi.json`, { headers: { 'if-none-match': '"x"' } });
    expect(other.status).toBe(200);
  });

  it('keeps the last known part of a service that stops answering', async () => {
    neighbourAnswers = false;
    // Past the time after which the services are asked again: the answer still comes at once, and still whole.
    await eventually(async () => {
      const document = Document.parse(await (await fetch(`${server.baseUrl}/openapi.json`)).json());
      expect(Object.keys(document.paths)).toContain('/mediation/v1/cases');
    });
  });
});

describe('GET /docs', () => {
  it('is served whole from this origin', async () => {
    const page = await fetch(`${server.baseUrl}/docs`);
    expect(page.status).toBe(200);
    expect(page.url).toBe(`${server.baseUrl}/docs/`);
    const html = await page.text();
    expect(html).toContain('/openapi.json');
    expect(html).not.toMatch(/(src|href)="(https?:)?\/\//);
    const script = /src="([^"]+)"/.exec(html)?.[1] ?? '';
    const bundle = await fetch(new URL(script, page.url));
    expect(bundle.status).toBe(200);
    expect((await bundle.text()).length).toBeGreaterThan(1_000_000);
  });

  it('lets the browser load nothing from elsewhere, and run only its own script', async () => {
    const policy = (await fetch(`${server.baseUrl}/docs/`)).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/]{43}='/);
    expect(policy).not.toContain('http');
  });
});

describe('GET /cockpit', () => {
  it('is public and lets the browser run its own script alone', async () => {
    const page = await fetch(`${server.baseUrl}/cockpit`);
    expect(page.status).toBe(200);
    const html = await page.text();
    const script = /<script>([\s\S]*)<\/script>/.exec(html)?.[1] ?? '';
    const digest = createHash('sha256').update(script).digest('base64');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`script-src 'self' 'sha256-${digest}'`);
    // What the API answers reaches the page as text, never as markup.
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  });
});

describe('openapi.json', () => {
  it('is committed as generated (UPDATE_DOCS=1 writes it)', async () => {
    const committed = new URL('../openapi.json', import.meta.url);
    const text = `${JSON.stringify(exportOpenapi(server.http), null, 2)}\n`;
    if (process.env.UPDATE_DOCS === '1') await writeFile(committed, text);
    expect(await readFile(committed, 'utf8')).toBe(text);
  });
});
