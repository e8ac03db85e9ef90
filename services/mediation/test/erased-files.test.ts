import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import { agreeing, WINDOW } from './agreed-case.ts';
import { HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { INTAKE, type MediationService, newKey } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';
import { withRoster } from './roster.ts';

type Claims = Parameters<MediationService['as']>[0];

const ERASER: Claims = {
  roles: 'supervisor',
  sub: 'chief-2',
  scopes: ['mediation:read', 'mediation:write', 'pii:read', 'pii:erase'],
};
const [APPLICANT, FIRM] = INTAKE.parties;

const at = importDesk();
let step: ReturnType<typeof agreeing>;
beforeAll(() => {
  step = agreeing(at.service);
});
beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

const erase = async ({ id, number }: { id: string; number: string }) => {
  const order = { number, basis: 'consent-withdrawn', request: '晋开信〔2025〕9号' };
  const { status, body } = await step.post(ERASER, `/cases/${id}/erasure`, order);
  expect(status).toBe(201);
  return body;
};

it('erases the papers of who had left the case as well', async () => {
  const mediator = await withRoster(at.service).enter('LEFT-1');
  const other = { ...APPLICANT, name: '王小田', phone: '13800138007', subject: 'worker-7' };
  const { body } = await step.post(WINDOW, '/cases', { ...INTAKE, parties: [APPLICANT, other, FIRM] });
  const [stays, leaves, firm] = body.parties;
  const scan = await upload(at.service, WINDOW, '王小田选择调解员');
  const chosen = { party: leaves.id, mediators: [mediator.id], scan };
  expect((await step.post(WINDOW, `/cases/${body.id}/mediator-choices`, chosen)).status).toBe(201);
  expect((await step.amend(body.id, { parties: [{ id: stays.id }, { id: firm.id }] })).status).toBe(200);
  await step.act(body.id, 'not-accept', { code: 'not-mediable', reason: '不适用' });
  await step.act(body.id, 'archive', { archiveNumber: newKey() });
  expect((await at.service.open(WINDOW, `/files/${scan}`)).status).toBe(200);
  expect(await erase(body)).toMatchObject({ files: 1 });
  expect((await at.service.open(WINDOW, `/files/${scan}`)).status).not.toBe(200);
});

it('erases the lines of its source that were refused and kept to be corrected, and how the file was called', async () => {
  const row = {
    externalRef: 'L-1',
    category: 'overtime',
    channel: 'window',
    title: '加班费',
    facts: '三个月加班费。',
    amountClaimed: '4200',
    applicantName: '陈晓梅',
    applicantPhone: '13800138000',
    respondentName: FIRM.name,
    respondentUscc: FIRM.uscc,
    state: 'ARCHIVED',
    receivedOn: '2025-03-03',
    acceptedOn: '2025-03-04',
    concludedOn: '2025-03-12',
    archivedOn: '2025-03-20',
    archiveNumber: 'D-L-1',
    outcome: 'failed',
  };
  const name = '陈晓梅案.jsonl';
  const sent = (of: object) => ({ kind: 'cases', source: 'lines', name, bytes: jsonl([of]) });
  const first = await at.imports.run(sent({ ...row, respondentUscc: '91350582MA0000015K' }));
  expect(await at.imports.report(first.id)).toMatchObject([{ applicantName: '陈晓梅' }]);
  expect(await at.imports.run(sent(row))).toMatchObject({ progress: { created: 1 } });
  const { body } = await at.service.as(ERASER)('GET', '/cases?number=L-1');
  await erase(body.items[0]);
  expect(await at.imports.report(first.id)).toMatchObject([{ applicantName: null, applicantPhone: null }]);
  const { body: view } = await at.service.as(HISTORY)('GET', `/imports/${first.id}`);
  expect(view).toMatchObject({ fileName: '', progress: { refused: 1 } });
  const kept = `select 1 from idempotency where operation = 'startImport' and body like '%陈晓梅%'`;
  expect((await at.service.deps.db.pool.query(kept)).rowCount).toBe(0);
});
