import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { CHIEF, FIRM, MEDIATOR, OUTSIDER, upload, WINDOW, WORKER } from './negotiation-case.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());

it('keeps what came with an application from the other side', async () => {
  for (const filer of [WINDOW, WORKER]) {
    const file = await upload(service, filer, '工资条');
    const { status, body } = await service.as(filer)('POST', '/cases', {
      body: { ...INTAKE, attachments: [file] },
    });
    expect(status).toBe(201);
    await service.deps.db.pool.query(
      'update dispute_case set members = array_append(members, $2) where id = $1',
      [body.id, `m:${MEDIATOR.sub}`],
    );
    const read = async (claims: Parameters<MediationService['open']>[0]) =>
      (await service.open(claims, `/files/${file}`)).status;
    const listed = async (claims: Parameters<MediationService['as']>[0]) =>
      (await service.as(claims)('GET', `/cases/${body.id}`)).body.attachments;
    for (const claims of [WINDOW, WORKER, MEDIATOR]) {
      expect(await read(claims)).toBe(200);
      expect(await listed(claims)).toMatchObject([{ fileId: file }]);
    }
    for (const claims of [FIRM, OUTSIDER]) {
      expect(await read(claims)).toBe(404);
      expect(await listed(claims)).toBeUndefined();
    }
  }
});

describe('a file of the application, brought as evidence,', () => {
  type Claims = Parameters<MediationService['as']>[0];
  const post = (who: Claims, path: string, body: object = {}) => service.as(who)('POST', path, { body });
  const statusOf = async (who: Claims, path: string) => (await service.open(who, path)).status;
  const words = { title: '工资条', purpose: '证明月工资' };

  /** A case with one attachment, which MEDIATOR mediates. */
  const applied = async (filer: Claims) => {
    const file = await upload(service, filer, '工资条');
    const { body } = await post(filer, '/cases', { ...INTAKE, attachments: [file] });
    await service.deps.db.pool.query(
      'update dispute_case set members = array_append(members, $2) where id = $1',
      [body.id, `m:${MEDIATOR.sub}`],
    );
    const [worker, firm] = body.parties.map(({ id }: { id: string }) => id);
    return { id: body.id, file, worker, firm, base: `/cases/${body.id}/evidence` };
  };

  it('keeps its hash and follows the rule of its side, without another copy', async () => {
    const { id, file, base } = await applied(WORKER);
    const [listed] = (await service.as(WORKER)('GET', `/cases/${id}`)).body.attachments;
    const count = async () => (await service.deps.db.pool.query('select count(*) from file')).rows[0].count;
    const before = await count();
    const brought = await post(WORKER, base, { attachment: file, ...words });
    expect(brought).toMatchObject({
      status: 201,
      body: { side: 'applicant', status: 'held-back', file: { id: file, sha256: listed.sha256 } },
    });
    expect(await count()).toBe(before);
    const item = `${base}/${brought.body.id}`;
    const bytes = async (who: Claims) => (await service.open(who, `${item}/file`)).text();
    expect(await bytes(WORKER)).toContain('工资条');
    for (const path of [item, `${item}/file`, `/files/${file}`]) expect(await statusOf(FIRM, path)).toBe(404);

    expect((await post(WORKER, `${item}/actions/exchange`)).status).toBe(200);
    expect((await service.as(FIRM)('GET', item)).body.file.sha256).toBe(listed.sha256);
    expect(await bytes(FIRM)).toBe(await bytes(WORKER));
    expect(await statusOf(FIRM, `/files/${file}`)).toBe(404);
    expect((await service.as(FIRM)('GET', `/cases/${id}`)).body.attachments).toBeUndefined();
    for (const path of [item, `${item}/file`]) expect(await statusOf(OUTSIDER, path)).toBe(404);
  });

  it('is so for the side that applied alone, and once', async () => {
    const { file, firm, worker, base } = await applied(WINDOW);
    const other = await applied(WINDOW);
    const unknown = '0198f000-0000-7000-8000-000000000009';
    const refusedAt = async (who: Claims, body: object) =>
      (await post(who, base, { ...words, ...body })).body.errors.map(
        ({ pointer, code }: { pointer: string; code: string }) => `${pointer} ${code}`,
      );
    const none = ['/attachment attachment-unknown'];
    expect(await refusedAt(FIRM, { attachment: file })).toEqual(none);
    expect(await refusedAt(FIRM, { attachment: unknown })).toEqual(none);
    expect(await refusedAt(WORKER, { attachment: other.file })).toEqual(none);
    expect(await refusedAt(WINDOW, { attachment: file, party: firm })).toEqual(none);
    expect(await refusedAt(WORKER, {})).toEqual(['/file not-exactly-one']);
    expect(await refusedAt(WORKER, { file, attachment: file })).toEqual(['/file not-exactly-one']);
    expect(await refusedAt(WORKER, { file })).toEqual(['/file file-unusable']);

    const brought = await post(WINDOW, base, { ...words, attachment: file, party: worker });
    expect(brought.status).toBe(201);
    expect(await refusedAt(WORKER, { attachment: file })).toEqual(['/attachment file-unusable']);
    const scan = await upload(service, WINDOW, '撤回证据');
    const gone = await post(WINDOW, `${base}/${brought.body.id}/actions/withdraw`, { scan });
    expect(gone.status).toBe(200);
    expect((await post(WORKER, base, { ...words, attachment: file })).status).toBe(201);
  });

  it('is for the mediators alone by every way once it is sealed', async () => {
    const { id, file, base } = await applied(WORKER);
    const { body } = await post(WORKER, base, { ...words, attachment: file });
    const seal = { what: 'document', ref: body.id, reason: '商业秘密' };
    await post(WORKER, `${base}/${body.id}/actions/exchange`);
    expect((await post(CHIEF, `/cases/${id}/seals`, seal)).status).toBe(201);
    for (const path of [`/files/${file}`, `${base}/${body.id}/file`]) {
      for (const who of [WORKER, WINDOW, CHIEF, FIRM]) expect(await statusOf(who, path)).toBe(404);
      expect(await statusOf(MEDIATOR, path)).toBe(200);
    }
  });
});
