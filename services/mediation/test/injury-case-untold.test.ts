import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { FIRM, injuryOfItsOwn, injurySteps, WINDOW, WORKER } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
});
afterAll(() => service?.close());
beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

const RELATIVE = { roles: 'party', sub: 'relative-1' } as const;

it('a relative does not hear that there is a dispute; window, worker and employer do', async () => {
  const { receive, read } = injurySteps(() => service);
  const dispute = await service.as(WINDOW)('POST', '/cases', { body: INTAKE });
  const caseId = dispute.body.id;
  const { id } = await receive({
    worker: { ...injuryOfItsOwn().worker, subject: WORKER.sub },
    applicantKind: 'relative',
    applicant: { name: '王大川', relation: '配偶', subject: RELATIVE.sub },
    caseId,
  });
  const shown = async (who: Parameters<MediationService['as']>[0]) => {
    const listed = (await service.as(who)('GET', '/injury-applications')).body.items;
    const asked = (await service.as(who)('GET', `/injury-applications?caseId=${caseId}`)).body.items;
    const own = listed.find((item: { id: string }) => item.id === id);
    return { read: (await read(id, who)).body.caseId, listed: own.caseId, asked: asked.length };
  };
  for (const who of [WINDOW, WORKER, FIRM]) {
    expect(await shown(who)).toEqual({ read: caseId, listed: caseId, asked: 1 });
  }
  expect(await shown(RELATIVE)).toEqual({ read: null, listed: null, asked: 0 });
});
