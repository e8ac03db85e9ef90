import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { agreeing, WINDOW } from './agreed-case.ts';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { INTAKE, type MediationService, newKey } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

const ERASER: Claims = {
  roles: 'supervisor',
  sub: 'chief-2',
  scopes: ['mediation:read', 'mediation:write', 'pii:read', 'pii:erase'],
};
const LAWYER = 'lawyer-of-the-worker';
const [PERSON, ENTERPRISE] = INTAKE.parties;

const at = importDesk();
let step: ReturnType<typeof agreeing>;
beforeAll(() => {
  step = agreeing(at.service);
});
beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

/** The tables in which a word stands in clear. */
async function tablesWith(word: string): Promise<string[]> {
  const { pool } = at.service.deps.db;
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const held = await pool.query(`select 1 from "${name}" t where t::text like $1 limit 1`, [`%${word}%`]);
    if (held.rowCount !== 0) found.push(name);
  }
  return found;
}

const erase = async (
  kind: 'cases' | 'injury-applications',
  { id, number }: { id: string; number: string },
) => {
  const order = { number, basis: 'consent-withdrawn', request: '晋开信〔2025〕11号' };
  expect(await step.post(ERASER, `/${kind}/${id}/erasure`, order)).toMatchObject({ status: 201 });
};

/** What the report of an import still tells of its refused lines, and whether its file can be opened. */
async function keptOf(id: string) {
  const { rows } = await at.service.deps.db.pool.query(
    `select 1 from import i join record_key k on k.record_id = i.file_id
      where i.id = $1 and k.wrapped is not null`,
    [id],
  );
  return { report: JSON.stringify(await at.imports.report(id)), file: rows.length };
}

async function archive(id: string): Promise<void> {
  await step.act(id, 'not-accept', { code: 'not-mediable', reason: '不适用' });
  await step.act(id, 'archive', { archiveNumber: newKey() });
}

it('leaves nowhere the account of who stood for a party', async () => {
  const mandate = await upload(at.service, WINDOW, '授权委托书');
  const representative = { name: '李律师', subject: LAWYER, powers: 'special', mandate };
  const parties = [{ ...PERSON, representative }, ENTERPRISE];
  const { body } = await step.post(WINDOW, '/cases', { ...INTAKE, parties });
  const [worker, firm] = body.parties;
  const other = await upload(at.service, WINDOW, '另一份授权委托书');
  const another = { name: '赵律师', subject: `${LAWYER}-2`, powers: 'general', mandate: other };
  await step.amend(body.id, { parties: [{ id: worker.id, representative: another }, { id: firm.id }] });
  await archive(body.id);
  const history = async () => {
    const { items } = (await at.service.as(ERASER)('GET', `/cases/${body.id}/history`)).body;
    return items.flatMap(
      ({ change }: { change: { mandates?: { subject: string }[] } }) => change.mandates ?? [],
    );
  };
  expect(await history()).toMatchObject([
    { party: worker.id, subject: LAWYER, powers: 'special', file: mandate },
    { party: worker.id, subject: `${LAWYER}-2`, powers: 'general' },
  ]);
  expect(await tablesWith(LAWYER)).toEqual(['dispute_case']);
  await erase('cases', body);
  expect(await tablesWith(LAWYER)).toEqual([]);
  expect(await history()).toMatchObject([{ subject: null, powers: 'special' }, { subject: null }]);
});

it('forgets the number of the sender, who files it no second time, and a register that was refused for it', async () => {
  const numbered = { channel: 'window', source: 'court-1', externalRef: '(2025)闽0582诉前调77号' };
  const { body } = await step.post(WINDOW, '/cases', { ...INTAKE, ...numbered });
  const line = {
    ...numbered,
    category: 'overtime',
    title: '加班费',
    facts: '三个月加班费。',
    amountClaimed: '4200',
    applicantName: '陈晓梅',
    respondentName: ENTERPRISE.name,
    respondentUscc: ENTERPRISE.uscc,
  };
  const sent = (over: object = {}) => ({ kind: 'cases', source: 'court-1', bytes: jsonl([line]), ...over });
  const register = await at.imports.run(sent());
  const trial = await at.imports.run(sent({ dryRun: true }));
  const faulty = await at.imports.run(sent({ bytes: jsonl([{ ...line, category: 'x' }]) }));
  const bystander = await at.imports.run(
    sent({ source: 'court-2', bytes: jsonl([{ ...line, category: 'x' }]) }),
  );
  for (const { id } of [register, trial, faulty, bystander]) {
    expect(await keptOf(id)).toMatchObject({ file: 1, report: expect.stringContaining('陈晓梅') });
  }
  await archive(body.id);
  expect(await tablesWith('诉前调77号')).toEqual(['dispute_case']);
  await erase('cases', body);
  expect(await tablesWith('诉前调77号')).toEqual([]);
  for (const { id } of [register, trial, faulty]) {
    expect(await keptOf(id)).toMatchObject({ file: 0, report: expect.not.stringContaining('陈晓梅') });
  }
  expect(await keptOf(bystander.id)).toMatchObject({ file: 1, report: expect.stringContaining('陈晓梅') });
  expect((await step.read(body.id)).externalRef).toBeNull();
  const again = await step.post(WINDOW, '/cases', { ...INTAKE, ...numbered });
  expect(again).toMatchObject({ status: 409, body: { type: 'urn:qinwu:problem:external-ref-taken' } });
  expect(again.body.existing).toMatchObject({ id: body.id });
  const later = await at.imports.run(sent());
  expect(later).toMatchObject({ progress: { created: 0, refused: 1 } });
  expect((await at.imports.report(later.id))[0]).toMatchObject({ 错误: expect.stringContaining('已在册') });
});

it('forgets the number of an imported application, and the registers that brought its accident again', async () => {
  const line = {
    externalRef: 'GS-窗口-77',
    applicantKind: 'employer',
    cause: 'accident',
    workerName: '林志强',
    workerPhone: '13900139000',
    employerName: ENTERPRISE.name,
    employerUscc: ENTERPRISE.uscc,
    occurredAt: '2025-02-10 09:30',
    injury: '右手食指压伤',
    sensitiveConsent: '是',
    state: 'RECEIVED',
    receivedOn: '2025-02-20',
  };
  const kind = 'injury-applications';
  const sent = (source: string, over: object = {}) => ({
    kind,
    source,
    bytes: jsonl([{ ...line, ...over }]),
  });
  expect(await at.imports.run(sent('register'))).toMatchObject({ progress: { created: 1 } });
  const changed = await at.imports.run(sent('register', { injury: '右手压伤' }));
  const elsewhere = await at.imports.run(sent('another', { externalRef: 'B-1' }));
  for (const { id } of [changed, elsewhere]) {
    expect(await keptOf(id)).toMatchObject({ file: 1, report: expect.stringContaining('林志强') });
  }
  const { items } = (await at.service.as(ERASER)('GET', '/injury-applications?limit=100')).body;
  const [application] = items;
  const close = { reason: 'outside-jurisdiction' };
  await step.post(WINDOW, `/injury-applications/${application.id}/actions/not-transfer`, close);
  expect(await tablesWith('GS-窗口-77')).toEqual(['imported_record']);
  await erase('injury-applications', application);
  expect(await tablesWith('GS-窗口-77')).toEqual([]);
  for (const { id } of [changed, elsewhere]) {
    expect(await keptOf(id)).toMatchObject({ file: 0, report: expect.not.stringContaining('林志强') });
  }
  expect(await at.imports.run(sent('register'))).toMatchObject({ progress: { created: 0, unchanged: 1 } });
});
