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
  const [worker, firm] = INTAKE.parties;
  const body = { ...INTAKE, parties: [worker, { ...worker, name: '林志强', phone: '13900139001' }, firm] };
  const dispute = await service.as(WINDOW)('POST', '/cases', { body });
  const caseId = dispute.body.id;
  const applied = (name: string) =>
    receive({
      worker: { ...injuryOfItsOwn().worker, name, subject: WORKER.sub },
      applicantKind: 'relative',
      applicant: { name: '王大川', relation: '配偶', subject: RELATIVE.sub },
      caseId,
    });
  await applied('陈晓梅');
  const { id } = await applied('林志强');
  const shown = async (who: Parameters<MediationService['as']>[0]) => {
    const listed = (await service.as(who)('GET', '/injury-applications')).body.items;
    const asked = (await service.as(who)('GET', `/injury-applications?caseId=${caseId}`)).body.items;
    const own = listed.find((item: { id: string }) => item.id === id);
    const first = (await service.as(who)('GET', `/injury-applications?caseId=${caseId}&limit=1`)).body;
    const isMore = first.next !== null;
    return { read: (await read(id, who)).body.caseId, listed: own.caseId, asked: asked.length, isMore };
  };
  for (const who of [WINDOW, WORKER, FIRM]) {
    expect(await shown(who)).toEqual({ read: caseId, listed: caseId, asked: 2, isMore: true });
  }
  expect(await shown(RELATIVE)).toEqual({ read: null, listed: null, asked: 0, isMore: false });
});
