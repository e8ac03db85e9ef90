import type { ServiceName } from '@qinwu/contracts/service-name';
import type { Http } from '@qinwu/platform/http/http';
import { exportOpenapi } from '@qinwu/platform/http/openapi';
import apiReference from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { createMergedOpenApi } from '../use-cases/merged-openapi.ts';
import { pagePolicy } from './page-policy.ts';

/** What the reference is made of. */
export interface ReferenceOptions {
  readonly urls: readonly { readonly service: ServiceName; readonly url: string }[];
  readonly version: string;
}

async function docsPages(scope: FastifyInstance): Promise<void> {
  scope.addHook('onSend', async (_request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (type.startsWith('text/html') && typeof payload === 'string') {
      reply.header('content-security-policy', pagePolicy(payload));
    }
    if (type.startsWith('application/javascript')) reply.header('cache-control', 'public, max-age=3600');
    return payload;
  });
  await scope.register(apiReference, {
    routePrefix: '/docs',
    logLevel: 'warn',
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Qinwu 勤务 · API',
      // Everything comes from this origin: no fonts, no telemetry, no assistant of the vendor's.
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
      persistAuth: false,
      localization: { locale: 'zh-CN' },
      authentication: { preferredSecurityScheme: 'bearer' },
    },
  });
}

/** The merged OpenAPI document at /openapi.json and its browsable reference at /docs, both public. */
export async function registerReference(http: Http, { urls, version }: ReferenceOptions): Promise<void> {
  const merged = createMergedOpenApi({ own: () => exportOpenapi(http), urls, version });

  http.app.get('/openapi.json', async (request, reply) => {
    const { text, etag } = await merged.current();
    reply.headers({ etag, 'cache-control': 'no-cache', 'access-control-allow-origin': '*' });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(text);
  });

  await http.app.register(docsPages);
}
