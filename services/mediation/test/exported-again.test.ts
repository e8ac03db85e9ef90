import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { sweepPerformance } from '../src/use-cases/sweep-performance.ts';
import { STATES } from '../src/vocabulary.ts';
import { agreeing, type Case, WINDOW } from './agreed-case.ts';
import {
  exportedFile,
  exportedRows,
  HISTORY,
  type ImportClient,
  importClient,
  jsonl,
} from './import-client.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const READER = { roles: 'supervisor', sub: 'chief-1', scopes: ['mediation:read', 'pii:read'] } as const;
const ELSEWHERE = { ...READER, park: 'elsewhere' } as const;
const IMPORTER = { ...HISTORY, park: 'elsewhere' };
const CIVIL = { category: 'debt', organisation: 'people-mediation' } as const;
const ORALLY = { amountAgreed: '9000.50', summary: '当场和解', reachedOn: '2025-08-20' };
const WHY = { reason: '双方分歧较大' };

let service: MediationService;
let imports: ImportClient;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  imports = importClient(service);
  step = agreeing(service);
});
afterAll(async () => {
  await imports?.close();
  await service?.close();
});

const done = async (id: string, action: string, body: object = {}) => {
  const { status, body: said } = await step.act(id, action, body);
  expect({ action, status, said: status === 200 ? null : said }).toEqual({ action, status: 200, said: null });
};
const registered = async () => (await step.post(WINDOW, '/cases', INTAKE)).body;
const rowsOf = (who: TokenClaims) => exportedRows(service, who, 'cases');

/** What the cockpit hears of the ends of a park's cases, but for what names the one record. */
const told = async (park: string) => {
  const { rows } = await service.deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where listener = 'cockpit' and envelope::jsonb ->> 'park' = $1
     and type ~ 'case-(concluded|performed)'`,
    [park],
  );
  const said = rows.map(({ envelope }) => {
    const { type, data } = JSON.parse(envelope);
    const { caseId: _caseId, number: _number, imported: _imported, ...rest } = data;
    return JSON.stringify({ type, ...rest });
  });
  return said.sort();
};

/** An agreement in effect of which the first instalment was paid late, and the second is still to come. */
async function cured(): Promise<void> {
  const { of, last } = await step.effective();
  service.clock.set('2025-09-11T02:00:00Z');
  await sweepPerformance(service.deps, service.clock.now());
  const payment = { amount: '5000.00', paidOn: '2025-09-11', note: '转账' };
  const paid = `/cases/${of.id}/agreement/instalments/${last.body.instalments[0].id}/payments`;
  expect((await step.post(WINDOW, paid, payment)).body.caseState).toBe('EFFECTIVE');
}

const orally = async () => {
  const { id } = await step.mediating(CIVIL);
  await done(id, 'agree-orally', ORALLY);
  return id;
};

/** The cases that came to an agreement. */
async function withAgreement(): Promise<void> {
  const agreed = await step.mediating();
  await step.draft(agreed);
  await done(agreed.id, 'agree');
  await orally();
  await done(await orally(), 'breach', WHY);
  await done(await orally(), 'perform', { performedOn: '2025-08-20' });
  const archived = await orally();
  await done(archived, 'breach', WHY);
  await done(archived, 'perform', { performedOn: '2025-08-20' });
  await done(archived, 'archive', { archiveNumber: '2025-调-0001' });
  const broken = await orally();
  await done(broken, 'breach', WHY);
  await done(broken, 'archive', { archiveNumber: '2025-调-0003' });
}

/** The cases that ended without one. */
async function withoutAgreement(): Promise<void> {
  await done((await registered()).id, 'not-accept', { code: 'materials-missing', reason: '未提交劳动合同' });
  await done((await step.mediating()).id, 'fail', WHY);
  const refused = await step.mediating();
  await done(refused.id, 'refuse', { ...WHY, party: refused.firm });
  const withdrawn = await step.mediating();
  await done(withdrawn.id, 'withdraw', { ...WHY, party: withdrawn.worker });
  const failed = await step.mediating();
  await done(failed.id, 'fail', WHY);
  await done(failed.id, 'archive', { archiveNumber: '2025-调-0002' });
}

/** A case in every state, by the actions that lead there. */
async function everyState(): Promise<void> {
  service.clock.set('2025-07-21T02:00:00Z');
  await registered();
  service.clock.set('2025-08-20T02:00:00Z');
  await sweepClocks(service.deps, service.clock.now());
  const sent = { ...INTAKE, channel: 'court', delegation: 'after-filing-summary' };
  expect((await step.post(WINDOW, '/cases', sent)).status).toBe(201);
  await registered();
  await done((await registered()).id, 'invite');
  const accepted = await registered();
  await done(accepted.id, 'consent', { party: accepted.parties[1].id });
  await done(accepted.id, 'accept');
  const extended: Case = await step.mediating();
  const both = [extended.worker, extended.firm];
  await done(extended.id, 'extend', { days: 20, agreedBy: both, reason: '等待核算' });
  await withoutAgreement();
  await withAgreement();
  await cured();
}

/** A row without what names it in its park. */
const own = ({ number: _number, ...row }: Record<string, unknown>) => JSON.stringify(row);

const isOpen = ({ concludedOn }: { concludedOn: string | null }) => concludedOn === null;
const dueOf = async (who: object) => {
  const { items } = (await service.as(who)('GET', '/cases?limit=100')).body;
  return items
    .filter(isOpen)
    .map(({ state, dueAt }: { state: string; dueAt: string }) => `${state} ${dueAt}`);
};

it('takes into another park what was exported of a case in every state, as it was', async () => {
  await everyState();
  const before = await rowsOf(READER);
  expect(new Set(before.map(({ state }) => state))).toEqual(new Set(STATES));
  const file = { kind: 'cases', source: 'jinjiang', bytes: jsonl(before) };
  const { id, progress } = await imports.run(file, IMPORTER);
  const report = await service.as(IMPORTER)('GET', `/imports/${id}/report?format=jsonl`);
  expect({ progress, report: progress.refused === 0 ? null : report.body }).toMatchObject({
    progress: { created: before.length, refused: 0 },
    report: null,
  });
  expect((await rowsOf(ELSEWHERE)).map(own).sort()).toEqual(before.map(own).sort());
  expect((await dueOf(ELSEWHERE)).sort()).toEqual((await dueOf(READER)).sort());
  expect(await told('elsewhere')).toEqual(await told('jinjiang'));
  expect(await imports.run(file, IMPORTER)).toMatchObject({ progress: { created: 0, refused: 0 } });
});

it.each(['csv', 'xlsx'] as const)(
  'takes the same as %s, as people got it, without a mapping',
  async (format) => {
    const crowd = {
      ...INTAKE.parties[0],
      name: '王代表',
      subject: undefined,
      representative: { name: '王代表' },
    };
    const group = { ...INTAKE, workers: 12, oral: true, parties: [crowd, INTAKE.parties[1]] };
    expect(await step.post(WINDOW, '/cases', { ...group, title: '=十二人欠薪' })).toMatchObject({
      status: 201,
    });
    const before = await rowsOf(READER);
    const file = { ...(await exportedFile(service, READER, 'cases', format)), source: 'jinjiang' };
    const importer = { ...HISTORY, park: format };
    const { id, progress } = await imports.run(file, importer);
    const report = await service.as(importer)('GET', `/imports/${id}/report?format=jsonl`);
    expect({ progress, report: progress.refused === 0 ? null : report.body }).toMatchObject({
      progress: { created: before.length, refused: 0 },
      report: null,
    });
    expect((await rowsOf({ ...READER, park: format })).map(own).sort()).toEqual(before.map(own).sort());
    expect(await told(format)).toEqual(await told('jinjiang'));
    const again = await imports.run(file, importer);
    expect(again).toMatchObject({ progress: { created: 0, refused: 0, unchanged: before.length } });
  },
);

it('keeps an archive number on one case of the park, and what a state cannot have out', async () => {
  const archived = {
    category: 'overtime',
    channel: 'window',
    title: '加班费',
    facts: '申请人主张三个月加班费。',
    amountClaimed: '4200',
    applicantName: '陈晓梅',
    respondentName: '晋江示例鞋业有限公司',
    respondentUscc: '91350582MA0000015J',
    state: 'ARCHIVED',
    receivedOn: '2025-03-03',
    concludedOn: '2025-03-12',
    outcome: 'failed',
    archiveNumber: '2025-调-0100',
    archivedOn: '2025-03-20',
  };
  const agreed = { outcome: 'agreed', effectiveOn: '2025-03-12', amountAgreed: '4000.00' };
  const rows = [
    archived,
    { ...archived, archiveNumber: '２０２５-调 -0100' },
    { ...archived, outcome: undefined, archiveNumber: undefined },
    { ...archived, ...agreed, archiveNumber: '2025-调-0101' },
    {
      ...archived,
      ...agreed,
      archiveNumber: '2025-调-0103',
      breachedOn: '2025-03-14',
      curedOn: '2025-03-15',
    },
    { ...archived, state: 'FAILED', outcome: 'withdrawn', archivedOn: undefined },
    { ...archived, archiveNumber: '2025-调-0102', archivedOn: '2025-03-11' },
  ].map((row, n) => ({ ...row, externalRef: `A-${n}` }));
  const { id, progress } = await imports.run({ kind: 'cases', bytes: jsonl(rows) });
  expect(progress).toMatchObject({ created: 1, refused: 6 });
  const faults = (await imports.report(id)).map(({ 错误 }) => String(错误).replaceAll(/: [^;；]+/g, ''));
  expect(faults).toEqual([
    'archiveNumber',
    'outcome；archiveNumber',
    'performedOn',
    'performedOn',
    'outcome；archiveNumber',
    'archivedOn',
  ]);
  const [{ id: known }] = (await service.as(WINDOW)('GET', '/cases?number=A-0')).body.items;
  const other = await registered();
  await done(other.id, 'not-accept', { code: 'other', reason: '不属于受理范围' });
  const taken = await step.act(other.id, 'archive', { archiveNumber: '2025-调-0100' });
  expect(taken).toMatchObject({ status: 409, body: { existing: { id: known } } });
});
