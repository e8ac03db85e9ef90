import { beforeAll, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';

const SUPERVISOR = { roles: 'supervisor', sub: 'supervisor-1' } as const;
const CASE = {
  category: 'overtime',
  channel: 'window',
  title: '加班费',
  facts: '申请人主张三个月加班费。',
  amountClaimed: '4200',
  applicantName: '陈晓梅',
  respondentName: '晋江示例鞋业有限公司',
  respondentUscc: '91350582MA0000015J',
};
const AGREED = { concludedOn: '2025-08-01', effectiveOn: '2025-08-01', amountAgreed: '4000.00' };
const INJURY = {
  applicantKind: 'employer',
  cause: 'accident',
  workerName: '林志强',
  employerName: '晋江示例鞋业有限公司',
  employerUscc: '91350582MA0000015J',
  occurredAt: '2025-08-01 09:30',
  injury: '右手食指压伤',
  sensitiveConsent: '是',
};

const at = importDesk();
beforeAll(() => at.service.clock.set('2025-08-20T02:00:00Z'));

const get = async (path: string) => (await at.service.as(SUPERVISOR)('GET', path)).body;
const caseOf = async (externalRef: string) => {
  const [{ id }] = (await get(`/cases?number=${externalRef}`)).items;
  return get(`/cases/${id}`);
};

it('counts the term of an imported case that is still open, from the day it was received', async () => {
  const rows = [
    { ...CASE, externalRef: 'O-1', state: 'MEDIATING', receivedOn: '2025-08-15' },
    { ...CASE, externalRef: 'O-2', state: 'REGISTERED', receivedOn: '2025-07-01' },
    { ...CASE, ...AGREED, externalRef: 'O-3', state: 'EFFECTIVE', receivedOn: '2025-07-20' },
    {
      ...CASE,
      ...AGREED,
      externalRef: 'O-4',
      state: 'PERFORMED',
      receivedOn: '2025-07-20',
      performedOn: '2025-08-02',
    },
  ];
  const { progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
  expect(progress).toMatchObject({ created: 4, refused: 0 });
  // Thirty August is a Saturday: the last day rolls to Monday.
  expect(await caseOf('O-1')).toMatchObject({ dueAt: '2025-09-01T16:00:00.000Z', light: 'green' });
  // Over long ago: it shows, and the window says whether it has ended.
  await sweepClocks(at.service.deps, at.service.clock.now());
  const over = await caseOf('O-2');
  expect(over).toMatchObject({ state: 'REGISTERED', light: 'red', dueAt: '2025-07-16T16:00:00.000Z' });
  expect(over.allowedActions).toContain('time-out');
  // Nineteen days after the effect the review is over, the confirmation is not.
  expect((await caseOf('O-3')).clocks).toMatchObject([{ kind: 'confirm', stoppedAt: null }]);
  expect((await caseOf('O-4')).clocks).toEqual([]);
  at.service.clock.set('2025-09-01T16:00:00Z');
  await sweepClocks(at.service.deps, at.service.clock.now());
  expect(await caseOf('O-1')).toMatchObject({ state: 'TIMED_OUT', outcome: 'timed-out' });
});

it('counts the limits of an imported application until the authority has it', async () => {
  at.service.clock.set('2025-08-20T02:00:00Z');
  const transfer = {
    transferredOn: '2025-08-06',
    receiver: '晋江市人力资源和社会保障局',
    receiptNumber: '晋人社工〔2025〕18号',
  };
  const rows = [
    { ...INJURY, externalRef: 'OI-1', state: 'RECEIVED', receivedOn: '2025-08-05' },
    { ...INJURY, externalRef: 'OI-2', state: 'RECEIVED', receivedOn: '2025-08-05', delegated: '是' },
    { ...INJURY, ...transfer, externalRef: 'OI-3', state: 'TRANSFERRED', receivedOn: '2025-08-05' },
  ];
  const { progress } = await at.imports.run({ kind: 'injury-applications', bytes: jsonl(rows) });
  expect(progress).toMatchObject({ created: 3, refused: 0 });
  const { items } = await get('/injury-applications');
  const views = await Promise.all(items.map(({ id }: { id: string }) => get(`/injury-applications/${id}`)));
  const clocksOf = (is: (view: { state: string; delegated: boolean }) => boolean) => views.find(is)?.clocks;
  expect(clocksOf(({ state, delegated }) => state === 'RECEIVED' && !delegated)).toMatchObject([
    { kind: 'employer', dueAt: '2025-09-01T16:00:00.000Z', stoppedAt: null },
    { kind: 'worker', stoppedAt: null },
  ]);
  expect(clocksOf(({ delegated }) => delegated)).toMatchObject([
    { kind: 'employer', stoppedAt: '2025-08-04T16:00:00.000Z', onTime: true },
    { kind: 'worker', onTime: true },
  ]);
  expect(clocksOf(({ state }) => state === 'TRANSFERRED')).toEqual([]);
});
