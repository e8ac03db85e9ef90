import { expect, it } from '@jest/globals';
import { exportedRows, HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { ALL_MATERIALS, AUTHORITY, INJURY, injurySteps } from './injury-service.ts';

const KIND = 'injury-applications';
const READ = ['mediation:read', 'mediation:write', 'pii:read'];
const SIGHTED = { roles: 'supervisor', sub: 'chief-1', scopes: READ } as const;
const THERE = { ...SIGHTED, park: 'elsewhere' } as const;
const THIRD = { ...SIGHTED, park: 'third' } as const;
const PAST = {
  applicantKind: 'employer',
  cause: 'accident',
  employerName: INJURY.employer.name,
  employerUscc: INJURY.employer.uscc,
  occurredAt: '2025-07-18 15:20',
  injury: '右手食指压伤',
  sensitiveConsent: '是',
  receivedOn: '2025-08-01',
  completeOn: '2025-08-04',
  transferredOn: '2025-08-06',
  receiver: AUTHORITY,
  receiptNumber: '18号',
};

interface Clock {
  kind: string;
  dueAt: string;
  light: string;
  paused: boolean;
  stoppedAt: string | null;
}
const running = ({ clocks }: { clocks: Clock[] }) =>
  clocks
    .filter(({ stoppedAt }) => stoppedAt === null)
    .map(({ kind, dueAt, light, paused }) => ({ kind, dueAt, light, paused }));

const at = importDesk();
const { receive, act, read } = injurySteps(() => at.service);

/** What stands in a park, by the worker's name. */
const listed = async (who: typeof THERE | typeof THIRD) => {
  const { items } = (await at.service.as(who)('GET', '/injury-applications?limit=100')).body;
  const all = await Promise.all(items.map(async ({ id }: { id: string }) => (await read(id, who)).body));
  return new Map(all.map((view) => [view.worker.name, view]));
};

it('counts what the authority still has to keep from the days of the register', async () => {
  at.service.clock.set('2025-10-09T02:00:00Z');
  const rows = [
    { ...PAST, workerName: '移交', state: 'TRANSFERRED' },
    { ...PAST, workerName: '受托', state: 'TRANSFERRED', delegated: '是' },
    { ...PAST, workerName: '未齐', state: 'TRANSFERRED', completeOn: undefined },
    { ...PAST, workerName: '受理', state: 'ACCEPTED', acceptedOn: '2025-08-11' },
    { ...PAST, workerName: '简易', state: 'ACCEPTED', acceptedOn: '2025-08-11', simpleDecision: '是' },
    { ...PAST, workerName: '无日', state: 'ACCEPTED' },
    {
      ...PAST,
      workerName: '恢复',
      state: 'ACCEPTED',
      acceptedOn: '2025-08-11',
      suspendedPeriods: '2025-08-20|2025-08-30',
    },
    {
      ...PAST,
      workerName: '中止',
      state: 'SUSPENDED',
      acceptedOn: '2025-08-11',
      suspendedPeriods: '2025-08-20|2025-08-30；2025-09-10|',
    },
    { ...PAST, workerName: '何时', state: 'SUSPENDED', acceptedOn: '2025-08-11' },
    { ...PAST, workerName: '不受', state: 'NOT_ACCEPTED' },
  ].map((row, n) => ({ ...row, externalRef: `A-${n}` }));
  const file = { kind: KIND, bytes: jsonl(rows) };
  expect(await at.imports.run(file, { ...HISTORY, park: 'third' })).toMatchObject({
    progress: { created: rows.length, refused: 0 },
  });
  const found = await listed(THIRD);
  const of = (name: string) => running(found.get(name));
  expect(of('移交')).toEqual([
    { kind: 'accept', dueAt: '2025-08-21T16:00:00.000Z', light: 'red', paused: false },
  ]);
  expect(of('受托')).toMatchObject([{ kind: 'accept', dueAt: '2025-08-19T16:00:00.000Z' }]);
  expect(of('受理')).toMatchObject([{ kind: 'decide', dueAt: '2025-10-10T16:00:00.000Z', paused: false }]);
  expect(of('简易')).toMatchObject([{ kind: 'decide', dueAt: '2025-08-26T16:00:00.000Z', light: 'red' }]);
  expect(of('恢复')).toMatchObject([{ kind: 'decide', dueAt: '2025-10-20T16:00:00.000Z', paused: false }]);
  expect(of('中止')).toMatchObject([{ kind: 'decide', paused: true }]);
  for (const none of ['未齐', '无日', '何时', '不受']) expect(of(none)).toEqual([]);
  expect(found.get('移交')).toMatchObject({ light: 'red', dueAt: '2025-08-21T16:00:00.000Z' });
  // What runs is ended by the papers that come, as if it had been opened here.
  const accepted = await act(
    found.get('移交').id,
    'record-decision',
    { decision: 'accepted', documentNumber: '1号', decidedOn: '2025-08-20', authority: AUTHORITY },
    THIRD,
  );
  expect(accepted.body.clocks).toMatchObject([{ kind: 'accept', onTime: true }, { kind: 'decide' }]);
});

it('takes over into another park as it runs here', async () => {
  at.service.clock.set('2025-08-20T02:00:00Z');
  const here: string[] = [];
  const paper = (id: string, decision: string, decidedOn: string, more: object = {}) =>
    act(id, 'record-decision', { decision, documentNumber: '1号', decidedOn, authority: AUTHORITY, ...more });
  for (const [simple, days] of [
    [false, []],
    [true, ['2025-08-27', '2025-08-30', '2025-09-02']],
    [false, ['2025-08-27', '2025-09-12']],
  ] as const) {
    at.service.clock.set('2025-08-20T02:00:00Z');
    const { id } = await receive({ materials: ALL_MATERIALS, delegated: true });
    await act(id, 'complete');
    at.service.clock.set('2025-09-20T02:00:00Z');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: '1号', transferredOn: '2025-08-22' });
    if (days.length > 0) {
      await paper(id, 'accepted', '2025-08-25', simple ? { simple } : {});
      for (const [n, day] of days.entries()) {
        expect(await paper(id, n % 2 === 0 ? 'suspended' : 'resumed', day)).toMatchObject({ status: 200 });
      }
    }
    here.push(id);
  }
  const rows = await exportedRows(at.service, SIGHTED, KIND);
  expect(rows.map(({ simpleDecision, suspendedPeriods }) => [simpleDecision, suspendedPeriods])).toEqual([
    [null, null],
    ['true', '2025-08-27|2025-08-30；2025-09-02|'],
    ['false', '2025-08-27|2025-09-12'],
  ]);
  const bytes = jsonl(rows.map((row, n) => ({ ...row, workerName: `林小${'一二三'[n]}` })));
  expect(
    await at.imports.run({ kind: KIND, bytes, source: 'here' }, { ...HISTORY, park: 'elsewhere' }),
  ).toMatchObject({ progress: { created: 3, refused: 0 } });
  const there = await listed(THERE);
  for (const [n, id] of here.entries()) {
    const copied = there.get(`林小${'一二三'[n]}`);
    expect(running(copied)).toEqual(running((await read(id, SIGHTED)).body));
    expect(running(copied)).toHaveLength(1);
  }
});

it('refuses suspensions that are not written so, or are none of the state', async () => {
  at.service.clock.set('2025-10-09T02:00:00Z');
  const accepted = { ...PAST, state: 'ACCEPTED', acceptedOn: '2025-08-11' };
  const rows = [
    { ...accepted, suspendedPeriods: '2025-08-20' },
    { ...accepted, suspendedPeriods: '2025-08-10|2025-08-20' },
    { ...accepted, suspendedPeriods: '2025-08-30|2025-08-20' },
    { ...accepted, suspendedPeriods: '2025-08-20|2025-10-10' },
    { ...accepted, suspendedPeriods: '2025-08-20|2025-08-30；2025-08-29|2025-09-01' },
    { ...accepted, suspendedPeriods: '2025-08-20|' },
    { ...accepted, state: 'SUSPENDED', suspendedPeriods: '2025-08-20|2025-08-30' },
    { ...PAST, state: 'TRANSFERRED', suspendedPeriods: '2025-08-20|2025-08-30' },
  ].map((row, n) => ({ ...row, workerName: `林志${n}`, externalRef: `R-${n}` }));
  const { id, progress } = await at.imports.run({ kind: KIND, bytes: jsonl(rows) });
  expect(progress).toMatchObject({ created: 0, refused: rows.length });
  const faults = (await at.imports.report(id)).map(({ 错误 }) => String(错误).split(':')[0]);
  expect(new Set(faults)).toEqual(new Set(['suspendedPeriods']));
});
