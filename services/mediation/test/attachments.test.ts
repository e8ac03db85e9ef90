import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { FIRM, MEDIATOR, OUTSIDER, upload, WINDOW, WORKER } from './negotiation-case.ts';

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
