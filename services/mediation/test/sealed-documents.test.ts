import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { extractText, getDocumentProxy } from 'unpdf';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { WINDOW as DESK, CHIEF as HEAD, MEDIATOR, mediatedCase, upload, WORKER } from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

const SCOPES = ['mediation:read', 'mediation:write', 'pii:read'];
const WINDOW: Claims = { ...DESK, scopes: SCOPES };
const CHIEF: Claims = { ...HEAD, scopes: SCOPES };
const MARK = '进货底账';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });

/** A file whose name tells what it is. */
async function uploadNamed(who: Claims): Promise<string> {
  const form = new FormData();
  const bytes = new Blob(['%PDF-1.4\n% accounts\n%%EOF\n'], { type: 'application/pdf' });
  form.append('file', bytes, `${MARK}.pdf`);
  const { status, body } = await service.as(who)('POST', '/files', { form });
  expect(status).toBe(201);
  return body.id;
}

async function applicationOf(who: Claims, id: string): Promise<string> {
  const answer = await service.open(who, `/cases/${id}/documents/application`);
  expect(answer.status).toBe(200);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true });
  return text.replace(/\s/g, '');
}

async function seal(id: string, ref: string): Promise<string> {
  const { status, body } = await post(CHIEF, `/cases/${id}/seals`, {
    what: 'document',
    ref,
    reason: '商业秘密',
  });
  expect(status).toBe(201);
  return `/cases/${id}/seals/${body.id}/actions/lift`;
}

it('an application made after a seal does not name what was sealed, by the name of its file either', async () => {
  const file = await uploadNamed(WORKER);
  const { body: made } = await post(WORKER, '/cases', { ...INTAKE, attachments: [file] });
  const brought = { attachment: file, title: `${MARK}复印件`, purpose: '证明工资' };
  const item = await post(WORKER, `/cases/${made.id}/evidence`, brought);
  await post(WORKER, `/cases/${made.id}/evidence/${item.body.id}/actions/exchange`);
  for (const who of [WORKER, WINDOW]) {
    expect(await applicationOf(who, made.id)).toContain(`${MARK}.pdf（随申请提交）`);
    expect(await applicationOf(who, made.id)).toContain(`${MARK}复印件`);
  }
  const lift = await seal(made.id, item.body.id);
  for (const who of [WORKER, WINDOW]) expect(await applicationOf(who, made.id)).not.toContain(MARK);
  expect((await post(CHIEF, lift, { reason: '已公开' })).status).toBe(200);
  expect(await applicationOf(WORKER, made.id)).toContain(`${MARK}.pdf（随申请提交）`);
});

it('a case file made before a seal stays as it was made, and is fetched by the mediators alone', async () => {
  const { id } = await mediatedCase(service);
  const bring = async (title: string) => {
    const file = await upload(service, WORKER, title);
    const { body } = await post(WORKER, `/cases/${id}/evidence`, { file, title, purpose: '证明工资' });
    await post(WORKER, `/cases/${id}/evidence/${body.id}/actions/exchange`);
    return body.id;
  };
  const make = async () => {
    const wanted = { recipient: { kind: 'arbitration', name: '仲裁委' }, legalBasis: '调解仲裁法' };
    const { status, body } = await post(CHIEF, `/cases/${id}/case-files`, wanted);
    expect(status).toBe(201);
    return body.content.replace('/mediation/v1', '');
  };
  const fetched = (who: Claims, content: string) => service.as(who)('GET', content);
  const other = await bring('工资条');
  const without = await make();
  const item = await bring(MARK);
  const content = await make();
  const before = await fetched(CHIEF, content);
  expect(before.body.evidence).toMatchObject([{ id: other }, { id: item, title: MARK }]);
  const lift = await seal(id, item);
  const refused = await fetched(CHIEF, content);
  expect(refused).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:case-file-sealed' } });
  expect(JSON.stringify(refused.body)).not.toContain(MARK);
  expect((await fetched(MEDIATOR, content)).body).toEqual(before.body);
  expect((await fetched(CHIEF, without)).status).toBe(200);
  const anew = await fetched(CHIEF, await make());
  expect(anew).toMatchObject({ status: 200, body: { evidence: [{ id: other }] } });
  expect(JSON.stringify(anew.body)).not.toContain(MARK);
  expect((await post(CHIEF, lift, { reason: '已公开' })).status).toBe(200);
  expect((await fetched(CHIEF, content)).body).toEqual(before.body);
});
