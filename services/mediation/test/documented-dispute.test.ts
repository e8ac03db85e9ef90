import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing } from './agreed-case.ts';
import { readDocumentedCalls } from './documented-calls.ts';
import { type MediationService, newKey, startMediationService } from './mediation-service.ts';

const COURT = {
  roles: 'client',
  sub: 'court-1',
  scopes: ['mediation:read', 'mediation:write', 'mediation:court', 'pii:read'],
} as const;
const PAPERS = ['agreement', 'agreement/document', 'documents/application', 'documents/termination-notice'];

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
});
afterAll(() => service?.close());

it('a court files, follows and reads as docs/integration.md shows, to the letter', async () => {
  const calls = await readDocumentedCalls();
  const named = (name: string) => {
    const call = calls.find(({ method, path }) => `${method} ${path}` === name);
    if (call === undefined) throw new Error(`the page does not show ${name}`);
    return call;
  };
  /** Sends a call as it is shown, with what its variables were set to. */
  const send = (name: string, known: string, key?: string) => {
    const call = named(name);
    const path = call.path.replace(/\$[A-Z]+/, known) + call.query;
    if (call.method === 'GET') return service.as(COURT)('GET', path);
    const headers = { 'idempotency-key': key ?? call.key };
    return service.as(COURT)('POST', path, { body: call.body, headers });
  };
  const placeOf = (reply: { headers: Headers }) =>
    reply.headers.get('location')?.replace('/mediation/v1', '') ?? '';
  const papersOf = (place: string) =>
    Promise.all(PAPERS.map(async (paper) => (await send(`GET $CASE/${paper}`, place)).status));

  const filed = await send('POST /cases', '');
  expect(filed).toMatchObject({ status: 201, body: { channel: 'court', allowedActions: [] } });
  const again = await send('POST /cases', '');
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(filed.body);
  expect((await send('POST /cases', '', newKey())).body.type).toBe('urn:qinwu:problem:external-ref-taken');
  expect((await send('GET /cases', '')).body.items).toMatchObject([{ id: filed.body.id }]);
  const place = placeOf(filed);
  expect((await send('GET $CASE', place)).body).toMatchObject(filed.body);
  expect((await send('GET $CASE/clocks', place)).body.items).toMatchObject([{ kind: 'mediate' }]);
  expect(await papersOf(place)).toEqual([404, 404, 200, 409]);

  const { of } = await agreeing(service).effective({
    filedBy: COURT,
    intake: { ...Object(named('POST /cases').body), externalRef: '(2025)闽0582诉前调124号' },
  });
  expect(await papersOf(`/cases/${of.id}`)).toEqual([200, 200, 200, 409]);

  const injury = await send('POST /injury-applications', '');
  expect(injury).toMatchObject({ status: 201, body: { allowedActions: ['add-materials'] } });
  const added = await send('POST $INJURY/actions/add-materials', placeOf(injury));
  expect(added.status).toBe(200);
  const course = (await send('GET $INJURY', placeOf(injury))).body;
  expect(course).toMatchObject({ missingMaterials: ['labour-relation'], transfer: null, decisions: [] });
  const twice = await send('POST /injury-applications', '', newKey());
  expect(twice.body.type).toBe('urn:qinwu:problem:injury-already-filed');
  expect(calls).toHaveLength(11);
});
