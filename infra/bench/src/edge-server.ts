import { createVerifier } from '@qinwu/platform/http/auth';
import { createHttp } from '@qinwu/platform/http/server';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { createMetrics } from '@qinwu/platform/telemetry/metrics';
import fastify from 'fastify';

// A route that answers a constant: with EDGE=bare on Fastify alone, else through everything that stands before and
// behind a handler of ours. Their difference is what the edge itself costs a request.
const { EDGE, HOST, PORT, OIDC_ISSUER = '', OIDC_AUDIENCE = '', OIDC_JWKS_URL = '' } = process.env;
const id = '0198f3a0-0000-7000-8000-000000000000';
const item = { id, version: 1, words: '五里园中路公交站旁的路灯坏了三盏,请尽快修复。'.repeat(12) };
const address = { host: HOST ?? '127.0.0.1', port: Number(PORT) };

if (EDGE === 'bare') {
  const app = fastify();
  app.get('/readyz', async () => ({ ready: true }));
  app.get('/edge/constant', async () => item);
  await app.listen(address);
} else {
  const { app, route } = await createHttp({
    service: 'edge',
    title: 'edge',
    version: '0',
    verifier: createVerifier({ issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE, jwksUrl: OIDC_JWKS_URL }),
    clock: { now: () => new Date() },
    log: createLogger('edge', 'warn'),
    metrics: createMetrics('edge'),
  });
  route(
    {
      method: 'GET',
      url: '/edge/constant',
      operationId: 'edge',
      summary: 'edge',
      access: { roles: ['dispatcher'], scopes: ['grievance:read'] },
      responses: { 200: { description: 'edge', schema: null } },
    },
    async () => ({ status: 200, text: JSON.stringify(item), version: 1, id }),
  );
  await app.listen(address);
}
