import { readFile } from 'node:fs/promises';
import type { Http } from '@qinwu/platform/http/http';
import { pagePolicy } from './page-policy.ts';

/** The page at /cockpit that shows the figures: public, since it asks the API with the token its reader pastes. */
export async function registerLanding(http: Http): Promise<void> {
  const html = await readFile(new URL('../pages/cockpit.html', import.meta.url), 'utf8');
  const policy = pagePolicy(html);
  http.app.get('/cockpit', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(html),
  );
}
