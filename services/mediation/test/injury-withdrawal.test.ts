import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { FIRM, injurySteps, OUTSIDER, WINDOW, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';

describe('a work-injury application that is not transferred', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);

  it('is not transferred for three reasons alone, and never because there was a settlement', async () => {
    const { id } = await receive();
    expect((await act(id, 'not-transfer', { reason: 'mediated' })).status).toBe(400);
    const bare = await act(id, 'not-transfer', { reason: 'withdrawn-in-writing' });
    expect(bare).toMatchObject({ status: 422, body: { errors: [{ code: 'withdrawal-missing' }] } });
    const untold = await act(id, 'not-transfer', { reason: 'materials-missing-after-notice' });
    expect(untold).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:not-notified' } });
    const said = { reason: 'withdrawn-in-writing', withdrawalRecord: '申请人当面书面撤回。' };
    const spoken = await act(id, 'not-transfer', said);
    expect(spoken).toMatchObject({ status: 422, body: { errors: [{ code: 'withdrawal-missing' }] } });
    const brought = await upload(service, WINDOW, 'diagnosis');
    await act(id, 'add-materials', { materials: [{ code: 'diagnosis', files: [brought] }] });
    const other = await act(id, 'not-transfer', { ...said, withdrawalFile: brought });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ code: 'file-unusable' }] } });
    const withdrawalFile = await upload(service, WINDOW, 'withdrawal');
    const withdrawn = await act(id, 'not-transfer', { ...said, withdrawalFile });
    const worker = await service.open(WORKER, `/files/${withdrawalFile}`);
    expect(worker.status).toBe(200);
    await worker.arrayBuffer();
    expect(withdrawn.body).toMatchObject({
      state: 'NOT_TRANSFERRED',
      notTransferredReason: 'withdrawn-in-writing',
      closingNote: '申请人当面书面撤回。',
      allowedActions: [],
    });
    expect(withdrawn.body.clocks.map(({ onTime }: { onTime: unknown }) => onTime)).toEqual([null, null]);
    const asked = (await receive()).id;
    await act(asked, 'request-correction');
    // Whoever stands in it says that it came; the window says whether it does.
    expect((await act(asked, 'add-materials', { materials: [{ code: 'diagnosis' }] }, FIRM)).status).toBe(
      200,
    );
    const early = await act(asked, 'not-transfer', { reason: 'materials-missing-after-notice' });
    expect(early.status).toBe(409);
    const unfit = await act(asked, 'request-correction', { items: [{ code: 'diagnosis' }] });
    expect(unfit.body.missingMaterials).toEqual(['diagnosis']);
    service.clock.set('2025-09-11T02:00:00Z');
    const closed = await act(asked, 'not-transfer', { reason: 'materials-missing-after-notice' });
    expect(closed.body.state).toBe('NOT_TRANSFERRED');
  });

  it('is withdrawn by whoever applied, in writing, and by nobody else', async () => {
    const said = { reason: 'withdrawn-in-writing', withdrawalRecord: '本人不再申请。' };
    const own = await receive();
    expect((await read(own.id, WORKER)).body.allowedActions).toEqual(['add-materials', 'not-transfer']);
    expect((await read(own.id, FIRM)).body.allowedActions).toEqual(['add-materials']);
    expect((await act(own.id, 'not-transfer', said, FIRM)).status).toBe(403);
    expect((await act(own.id, 'not-transfer', said, OUTSIDER)).status).toBe(404);
    const elsewhere = await act(own.id, 'not-transfer', { reason: 'outside-jurisdiction' }, WORKER);
    expect(elsewhere.status).toBe(403);
    expect((await act(own.id, 'not-transfer', { reason: said.reason }, WORKER)).status).toBe(422);
    expect(await act(own.id, 'not-transfer', said, WORKER)).toMatchObject({
      status: 200,
      body: { state: 'NOT_TRANSFERRED', closingNote: '本人不再申请。' },
    });
    const firms = await receive({ applicantKind: 'employer' });
    expect((await act(firms.id, 'not-transfer', said, WORKER)).status).toBe(403);
    expect((await act(firms.id, 'not-transfer', said, FIRM)).status).toBe(200);
  });

  it('keeps what the worker brought from the employer, who sees the files of its own application', async () => {
    const readsIt = async (claims: TokenClaims, file: string) => {
      const answer = await service.open(claims, `/files/${file}`);
      await answer.arrayBuffer();
      return answer.status;
    };
    for (const [applicantKind, status] of [
      ['worker', 404],
      ['employer', 200],
    ] as const) {
      const { id } = await receive({ applicantKind });
      const file = await upload(service, WORKER, 'diagnosis');
      const brought = { materials: [{ code: 'diagnosis', files: [file] }] };
      expect((await act(id, 'add-materials', brought, WORKER)).status).toBe(200);
      expect([await readsIt(WINDOW, file), await readsIt(FIRM, file)]).toEqual([200, status]);
      const own = await upload(service, FIRM, 'contract');
      const contract = { materials: [{ code: 'labour-relation', files: [own] }] };
      expect((await act(id, 'add-materials', contract, FIRM)).status).toBe(200);
      expect([await readsIt(FIRM, own), await readsIt(WORKER, own)]).toEqual([200, 200]);
    }
  });
});
