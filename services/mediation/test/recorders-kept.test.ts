import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { agreeing, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const COURT = {
  roles: 'client' as const,
  sub: 'court-1',
  scopes: ['mediation:read', 'mediation:write', 'mediation:court', 'pii:read'],
};

let service: MediationService;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
  step = agreeing(service);
});
afterAll(() => service?.close());

/** Who signed, who recorded the payments and who voided one, as somebody is told. */
const recorders = async (who: object, id: string) => {
  const { body } = await service.as(who)('GET', `/cases/${id}/agreement`);
  const [{ payments }] = body.instalments;
  return {
    signed: Object.fromEntries(
      body.signatures.map((each: { signer: string; recordedBy: string | null }) => [
        each.signer,
        each.recordedBy,
      ]),
    ),
    paid: payments.map(({ recordedBy }: { recordedBy: string | null }) => recordedBy),
    voided: payments.map(({ voided }: { voided: { by: string | null } | null }) => voided?.by),
  };
};

it('who recorded what in an agreement is told to those who run the case, and to oneself', async () => {
  const { of, last } = await step.effective({ filedBy: COURT, intake: { channel: 'court' } });
  const [{ id: instalment }] = last.body.instalments;
  const path = `/cases/${of.id}/agreement/instalments/${instalment}/payments`;
  const pay = (who: object) => step.post(who, path, { amount: '1000.00', paidOn: '2025-08-20' });
  const [{ payments }] = (await pay(WINDOW)).body.instalments;
  const paid = await pay(WORKER);
  expect(paid).toMatchObject({ status: 201 });
  expect(JSON.stringify(paid.body)).not.toContain(WINDOW.sub);
  const reason = { reason: '误登他案转账' };
  expect(await step.post(MEDIATOR, `${path}/${payments[0].id}/actions/void`, reason)).toMatchObject({
    status: 200,
  });
  const all = {
    signed: { [of.worker]: 'worker-1', [of.firm]: 'firm-1', 'mediator-1': 'mediator-1' },
    paid: ['window-1', 'worker-1'],
    voided: ['mediator-1', undefined],
  };
  expect(await recorders(WINDOW, of.id)).toEqual(all);
  expect(await recorders(MEDIATOR, of.id)).toEqual(all);
  const kept = { voided: [null, undefined] };
  expect(await recorders(WORKER, of.id)).toEqual({
    ...kept,
    signed: { [of.worker]: 'worker-1', [of.firm]: null, 'mediator-1': null },
    paid: [null, 'worker-1'],
  });
  expect(await recorders(FIRM, of.id)).toEqual({
    ...kept,
    signed: { [of.worker]: null, [of.firm]: 'firm-1', 'mediator-1': null },
    paid: [null, null],
  });
  const court = (await service.as(COURT)('GET', `/cases/${of.id}/agreement`)).body;
  expect(court.signatures.map(({ recordedBy }: { recordedBy: string | null }) => recordedBy)).toEqual([
    null,
    null,
    null,
  ]);
});
