import { expect, it } from '@jest/globals';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { INJURY_STATES } from '../src/injury-vocabulary.ts';
import { exportedFile, exportedRows, HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import {
  ALL_MATERIALS,
  AUTHORITY,
  deliver,
  injuryOfItsOwn,
  injurySteps,
  owedToMediation,
  WINDOW,
} from './injury-service.ts';
import { INTAKE } from './mediation-service.ts';

const READER = { roles: 'supervisor', sub: 'chief-1', scopes: ['mediation:read', 'pii:read'] } as const;
const CHIEF = { roles: 'supervisor', sub: 'chief-1' } as const;
const ELSEWHERE = { ...READER, park: 'elsewhere' } as const;
const IMPORTER = { ...HISTORY, park: 'elsewhere' };
const OUT = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097', transferredOn: '2025-08-21' };

type Step = readonly [action: string, body: object];
const paper = (decision: string, decidedOn: string, more: object = {}): Step => [
  'record-decision',
  { decision, documentNumber: `晋人社〔2025〕${decision}`, decidedOn, authority: AUTHORITY, ...more },
];
const TRANSFERRED: readonly Step[] = [
  ['complete', {}],
  ['transfer', OUT],
];
const ACCEPTED = [...TRANSFERRED, paper('accepted', '2025-08-25')];
const DELIVERED = [...ACCEPTED, paper('deemed', '2025-08-29'), paper('delivered', '2025-09-01')];
const COURT = { authority: '晋江市人民法院', remedy: 'litigation' };

/** How an application comes into each state. */
const COURSES: readonly (readonly Step[])[] = [
  [],
  [['request-correction', {}]],
  [['complete', {}]],
  TRANSFERRED,
  [['not-transfer', { reason: 'outside-jurisdiction', note: '用人单位不在本地' }]],
  ACCEPTED,
  [...TRANSFERRED, paper('not-accepted', '2025-08-26')],
  [...ACCEPTED, paper('suspended', '2025-08-27')],
  [...ACCEPTED, paper('recognised', '2025-08-28')],
  [...ACCEPTED, paper('deemed', '2025-08-28')],
  [...ACCEPTED, paper('not-recognised', '2025-08-28')],
  DELIVERED,
  [...DELIVERED, paper('appraisal', '2025-09-03')],
  [...DELIVERED, paper('revoked', '2025-09-10', COURT)],
  [...ACCEPTED, paper('withdrawn', '2025-09-10')],
];

const at = importDesk();

const { receive, act } = injurySteps(() => at.service);
const rowsOf = (who: TokenClaims) => exportedRows(at.service, who, 'injury-applications');

/** A row without what names it in its park; the same instant, however its zone is written. */
const own = ({ number: _number, occurredAt, ...row }: Record<string, unknown>) =>
  JSON.stringify([row, occurredAt === null ? null : Date.parse(String(occurredAt))]);

/** What counts of a park's applications: the day, and the transfer; of one accident one application, and what was opened in error not at all. */
const counted = async (park: string) => {
  const { rows } = await at.service.deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where listener = 'cockpit' and envelope::jsonb ->> 'park' = $1
     and type ~ 'injury-(received|moved)' order by event_id`,
    [park],
  );
  const facts = new Map<string, string>();
  for (const { envelope } of rows) {
    const { receivedOn, transferredOn = null, applicationId, ...said } = JSON.parse(envelope).data;
    const isNone = said.duplicateOf !== undefined || said.openedInError === true;
    if (isNone) facts.delete(applicationId);
    else facts.set(applicationId, JSON.stringify([receivedOn, transferredOn]));
  }
  return [...facts.values()].sort();
};

/** Typed in by mistake, and closed so by another one. */
async function typedInError(): Promise<void> {
  const { id } = await receive();
  const closed = await act(id, 'close-opened-in-error', { note: '录入错误' }, CHIEF);
  expect(closed).toMatchObject({ status: 200 });
}

/** Of one accident: the worker's application, and the one that a case without a day has opened. */
async function twice(): Promise<void> {
  const { worker } = injuryOfItsOwn();
  const own = await receive({ worker, materials: ALL_MATERIALS });
  const [person, firm] = INTAKE.parties;
  const parties = [{ ...person, phone: worker.phone }, firm];
  const body = { ...INTAKE, category: 'injury-benefit', injury: true, sensitiveConsent: true, parties };
  expect((await at.service.as(WINDOW)('POST', '/cases', { body })).status).toBe(201);
  await deliver(at.service, await owedToMediation(at.service));
  const { items } = (await at.service.as(WINDOW)('GET', '/injury-applications?limit=100')).body;
  const opened = items.find(({ caseId }: { caseId: string | null }) => caseId !== null);
  expect((await act(opened.id, 'close-duplicate', { of: own.id })).status).toBe(200);
}

it('takes into another park what was exported of an application in every state, as it was', async () => {
  for (const course of COURSES) {
    const [[first] = []] = course;
    const materials = first === 'request-correction' ? [] : ALL_MATERIALS;
    at.service.clock.set('2025-08-20T02:00:00Z');
    const { id } = await receive({ materials });
    at.service.clock.set('2025-09-20T02:00:00Z');
    for (const [action, body] of course) {
      const reply = await act(id, action, body);
      expect({ action, ...reply }).toMatchObject({ action, status: 200 });
    }
  }
  await twice();
  await typedInError();
  const before = await rowsOf(READER);
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(INJURY_STATES));
  const file = { kind: 'injury-applications', source: 'jinjiang', bytes: jsonl(before) };
  const { id, progress } = await at.imports.run(file, IMPORTER);
  const report = await at.service.as(IMPORTER)('GET', `/imports/${id}/report?format=jsonl`);
  expect({ progress, report: progress.refused === 0 ? null : report.body }).toMatchObject({
    progress: { created: before.length, refused: 0 },
    report: null,
  });
  expect((await rowsOf(ELSEWHERE)).map(own).sort()).toEqual(before.map(own).sort());
  expect(await counted('jinjiang')).toHaveLength(before.length - 2);
  expect(await counted('elsewhere')).toEqual(await counted('jinjiang'));
  expect(await at.imports.run(file, IMPORTER)).toMatchObject({ progress: { created: 0, refused: 0 } });
});

it.each(['csv', 'xlsx'] as const)(
  'takes the same as %s, as people got it, without a mapping',
  async (format) => {
    const before = await rowsOf(READER);
    const sent = await exportedFile(at.service, READER, 'injury-applications', format);
    const file = { ...sent, source: 'jinjiang' };
    const importer = { ...HISTORY, park: format };
    const { id, progress } = await at.imports.run(file, importer);
    const report = await at.service.as(importer)('GET', `/imports/${id}/report?format=jsonl`);
    expect({ progress, report: progress.refused === 0 ? null : report.body }).toMatchObject({
      progress: { created: before.length, refused: 0 },
      report: null,
    });
    expect((await rowsOf({ ...READER, park: format })).map(own).sort()).toEqual(before.map(own).sort());
    expect(await counted(format)).toEqual(await counted('jinjiang'));
    const again = await at.imports.run(file, importer);
    expect(again).toMatchObject({ progress: { created: 0, refused: 0, unchanged: before.length } });
  },
);

it('names a duplicate and the one that goes on in each other', async () => {
  const { items } = (
    await at.service.as({ ...WINDOW, park: 'elsewhere' })('GET', '/injury-applications?limit=100')
  ).body;
  const views = await Promise.all(
    items.map(
      async ({ id }: { id: string }) =>
        (await at.service.as({ ...WINDOW, park: 'elsewhere' })('GET', `/injury-applications/${id}`)).body,
    ),
  );
  const closed = views.find(({ duplicateOf }) => duplicateOf !== null);
  expect(closed).toMatchObject({ state: 'NOT_TRANSFERRED', notTransferredReason: 'duplicate' });
  const other = views.find(({ id }) => id === closed.duplicateOf.id);
  expect(other.duplicates).toEqual([{ id: closed.id, number: closed.number }]);
});

it('refuses what nobody consented to, and a duplicate of what has not come in', async () => {
  const bare = {
    applicantKind: 'worker',
    cause: 'accident',
    workerName: '林志强',
    employerName: '晋江示例鞋业有限公司',
    sensitiveConsent: 'false',
    state: 'NOT_TRANSFERRED',
    receivedOn: '2025-02-20',
    notTransferredReason: 'outside-jurisdiction',
  };
  const rows = [
    bare,
    { ...bare, injury: '右手食指压伤' },
    { ...bare, sensitiveConsent: 'true', occurredAt: '2025-02-10 09:30' },
    { ...bare, notTransferredReason: 'duplicate' },
    { ...bare, notTransferredReason: 'duplicate', duplicateOf: 'GS-NONE' },
    { ...bare, duplicateOf: 'B-0' },
    { ...bare, state: undefined, receivedOn: undefined, notTransferredReason: undefined },
  ].map((row, n) => ({ ...row, externalRef: `B-${n}` }));
  const { id, progress } = await at.imports.run({ kind: 'injury-applications', bytes: jsonl(rows) });
  expect(progress).toMatchObject({ created: 1, refused: 6 });
  const faults = (await at.imports.report(id)).map(({ 错误 }) => String(错误).replaceAll(/: [^;；]+/g, ''));
  expect(faults).toEqual([
    'injury',
    'employerUscc',
    'duplicateOf',
    'duplicateOf',
    'duplicateOf',
    'injury；employerUscc',
  ]);
});
