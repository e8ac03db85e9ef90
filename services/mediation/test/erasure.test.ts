import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { freeSessions } from '../src/use-cases/free-sessions.ts';
import { addressesOf } from './addresses.ts';
import { agreeing, type Case, FIRM, MEDIATOR, WINDOW, WORKER } from './agreed-case.ts';
import { HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { INJURY, injurySteps } from './injury-service.ts';
import { INTAKE, type MediationService } from './mediation-service.ts';
import { heldSession, upload } from './negotiation-case.ts';

type Claims = Parameters<MediationService['as']>[0];

const MARK = 'zhimakaimen';
const READ = ['mediation:read', 'mediation:write', 'mediation:admin', 'pii:read'];
/** Reads all there is to read. */
const READER: Claims = { roles: ['supervisor', 'dispatcher'], sub: 'chief-1', scopes: READ };
const ERASER: Claims = { roles: 'supervisor', sub: 'chief-2', scopes: [...READ, 'pii:erase'] };
const EVERYBODY: readonly Claims[] = [
  READER,
  { ...WINDOW, scopes: READ },
  { ...MEDIATOR, scopes: READ },
  { ...WORKER, scopes: READ },
  { ...FIRM, scopes: READ },
  { roles: 'admin', sub: 'admin-1', scopes: READ },
];

const at = importDesk();
let step: ReturnType<typeof agreeing>;
beforeAll(() => {
  step = agreeing(at.service);
});
beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

/** Sends a file and answers its id. */
const sent = (who: Claims, text: string) => upload(at.service, who, `${MARK} ${text}`);

/** Marked words of every kind there is in a case, and the files that came with them. */
async function fill(of: Case): Promise<{ files: string[]; offer: string; item: string; session: string }> {
  const said = await sent(FIRM, 'said');
  const proof = await sent(WORKER, 'proof');
  const path = `/cases/${of.id}`;
  const terms = `${MARK} 底价`;
  const made = await step.post(FIRM, `${path}/offers`, { amount: '7654321.09', terms, confidential: true });
  const told = { text: `${MARK} 内情`, files: [said] };
  const message = await step.post(FIRM, `${path}/caucus/respondent/messages`, told);
  const brought = { file: proof, title: `${MARK} 考勤`, purpose: `${MARK} 出勤` };
  const item = await step.post(WORKER, `${path}/evidence`, brought);
  await step.post(WORKER, `${path}/evidence/${item.body.id}/actions/exchange`);
  const { id: offer } = made.body;
  await step.post(FIRM, `${path}/offers/${offer}/actions/withdraw`, { note: `${MARK} 收回` });
  expect([made.status, message.status, item.status]).toEqual([201, 201, 201]);
  const session = await heldSession(at.service, of, `${MARK} 笔录`);
  return { files: [said, proof], offer, item: item.body.id, session };
}

/** A performed and archived case full of marked words. */
async function archived() {
  const paper = await sent(WINDOW, 'attached');
  const [person, firm] = INTAKE.parties;
  const of = await step.mediating({
    title: `${MARK} 拖欠工资`,
    facts: `${MARK} 五月起未发工资。`,
    attachments: [paper],
    extension: { note: MARK },
    parties: [{ ...person, name: '陈芝麻', address: `${MARK}路一号`, addressSealed: true }, firm],
  });
  const filled = await fill(of);
  const drafted = await step.draft(of, {
    facts: `${MARK} 共13600元。`,
    instalments: [{ dueOn: '2025-09-10', amount: '12000.00', payer: of.firm, payee: of.worker }],
  });
  expect(drafted.status).toBe(200);
  const { textHash } = drafted.body;
  await step.act(of.id, 'agree');
  await step.confirm(WORKER, of, textHash);
  await step.confirm(FIRM, of, textHash);
  await step.sign(WORKER, of, { party: of.worker }, textHash);
  await step.sign(FIRM, of, { party: of.firm }, textHash);
  await step.sign(MEDIATOR, of, { mediator: 'mediator-1' }, textHash);
  const [instalment] = (await step.seal(of, textHash)).body.instalments;
  const paid = { amount: '12000.00', paidOn: '2025-08-20', note: `${MARK} 转账` };
  await step.post(WINDOW, `/cases/${of.id}/agreement/instalments/${instalment.id}/payments`, paid);
  const wanted = { recipient: { kind: 'archive', name: '区档案馆' }, legalBasis: '人民调解法第二十七条' };
  const copy = await step.post(READER, `/cases/${of.id}/case-files`, wanted);
  const { body } = await step.act(of.id, 'archive', { archiveNumber: `D-${of.id}` });
  expect(body.state).toBe('ARCHIVED');
  return { of, number: body.number, ...filled, files: [...filled.files, paper], copy: copy.body.id };
}

const order = (number: string, over: object = {}) => ({
  number,
  basis: 'consent-withdrawn',
  request: '晋开信〔2025〕7号',
  ...over,
});
const erase = (kind: 'cases' | 'injury-applications', id: string, body: object, who: Claims = ERASER) =>
  step.post(who, `/${kind}/${id}/erasure`, body);

/** The addresses at which somebody still reads the mark, or one of the files. */
async function readable(urls: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const who of EVERYBODY) {
    for (const url of urls) {
      const answer = await at.service.open(who, url);
      const text = await answer.text();
      const isShown = answer.status === 200 && (url.startsWith('/files/') || url.endsWith('/file'));
      if (isShown || text.includes(MARK) || text.includes('7654321')) found.push(`${who.sub} ${url}`);
    }
  }
  return found;
}

/** Keys of a record and of the files that are left. */
const keysLeft = async (ids: readonly string[]) =>
  (
    await at.service.deps.db.pool.query(
      `select record_id from record_key where record_id = any($1::uuid[]) and wrapped is not null
        union all select file_id from file_chunk where file_id = any($1::uuid[])`,
      [ids],
    )
  ).rows;

describe('erasing a case', () => {
  it('leaves nothing to read by any route, for anybody, and its ledger and figures as they were', async () => {
    const { of, number, files, offer, item, session, copy } = await archived();
    const urls = addressesOf(at.service, {
      id: [of.id],
      offer: [offer],
      item: [item],
      session: [session],
      file: [copy],
      party: [of.worker, of.firm],
      side: ['applicant', 'respondent'],
      document: ['application', 'agreement', 'refusal-notice', 'termination-notice'],
    }).concat(files.map((file) => `/files/${file}`));
    // The sweep looks for what is there.
    const before = await readable(urls);
    for (const file of files) expect(before).toContain(`mediator-1 /files/${file}`);
    expect(before).toContain(`mediator-1 /cases/${of.id}/caucus/respondent/messages`);
    const done = await erase('cases', of.id, order(number));
    const elsewhere = [{ kind: 'case-file', id: copy, name: '区档案馆' }];
    expect(done).toMatchObject({ status: 201, body: { id: of.id, number, files: 3, elsewhere } });
    expect(await readable(urls)).toEqual([]);
    expect(await keysLeft([of.id, ...files])).toEqual([]);
    const seen = await at.service.as(READER)('GET', `/cases/${of.id}`);
    expect(seen.body).toMatchObject({ number, state: 'ARCHIVED', erased: true, amountAgreed: '12000.00' });
    const { body: history } = await at.service.as(READER)('GET', `/cases/${of.id}/history`);
    expect(history.items.at(-1)).toMatchObject({
      action: 'erased',
      actor: 'chief-2',
      change: { basis: 'consent-withdrawn', request: '晋开信〔2025〕7号' },
    });
  });

  it('unties the accounts of its persons from it, and empties what a client wrote along', async () => {
    const { of, number } = await archived();
    expect((await at.service.as(WORKER)('GET', `/cases/${of.id}`)).status).toBe(200);
    await erase('cases', of.id, order(number));
    expect((await at.service.as(WORKER)('GET', `/cases/${of.id}`)).status).toBe(404);
    const { body } = await at.service.as(WORKER)('GET', '/cases?limit=100');
    expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(of.id);
    const { rows } = await at.service.deps.db.pool.query('select c::text from dispute_case c where id = $1', [
      of.id,
    ]);
    expect(rows[0].c).not.toMatch(/worker-1|zhimakaimen|window-1/);
    expect(rows[0].c).toContain(FIRM.org);
  });

  it('happens once, whoever asks at the same moment, and a repeat gets the same answer', async () => {
    const { of, number } = await archived();
    const ask = (n: number) =>
      step.post(ERASER, `/cases/${of.id}/erasure`, order(number), {
        'idempotency-key': `erase-${n}-${of.id}`,
      });
    const answers = await Promise.all([0, 1, 2].map(ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const first = answers.findIndex(({ status }) => status === 201);
    expect((await ask(first)).body).toEqual(answers[first]?.body);
    const other = await ask(3);
    expect([other.status, other.body.type]).toEqual([409, 'urn:qinwu:problem:case-erased']);
    const { body } = await at.service.as(READER)('GET', `/cases/${of.id}/history`);
    expect(body.items.filter(({ action }: { action: string }) => action === 'erased')).toHaveLength(1);
  });

  it('takes no correction any more', async () => {
    const { of, number } = await archived();
    await erase('cases', of.id, order(number));
    const account = await step.amend(of.id, {
      parties: [{ id: of.worker, subject: 'worker-1' }, { id: of.firm }],
    });
    expect([account.status, account.body.type]).toEqual([409, 'urn:qinwu:problem:case-erased']);
  });

  it('is refused where the case goes on, under another number, and to whoever is concerned', async () => {
    const open = await step.mediating();
    const { number } = await step.read(open.id);
    const goesOn = await erase('cases', open.id, order(number));
    expect([goesOn.status, goesOn.body.type]).toEqual([409, 'urn:qinwu:problem:case-not-archived']);
    const { of, number: own } = await archived();
    for (const [over, pointer] of [
      [{ number: 'TJ19990101-0001' }, '/number'],
      [{ basis: 'because' }, '/basis'],
      [{ request: '' }, '/request'],
      [{ request: undefined }, '/request'],
    ] as const) {
      const { status, body } = await erase('cases', of.id, order(own, over));
      expect([pointer, status >= 400 && status < 500, body.errors?.[0]?.pointer]).toEqual([
        pointer,
        true,
        pointer,
      ]);
    }
    const party: Claims = { ...ERASER, sub: WORKER.sub };
    expect((await erase('cases', of.id, order(own), party)).status).toBe(403);
    const without: Claims = { ...ERASER, scopes: READ };
    expect((await erase('cases', of.id, order(own), without)).status).toBe(403);
    const elsewhere: Claims = { ...ERASER, park: 'other' };
    expect((await erase('cases', of.id, order(own), elsewhere)).status).toBe(404);
    expect((await step.read(of.id)).erased).toBe(false);
  });

  it('waits for a way beside it that is still open, and names where else the matter is kept', async () => {
    const of = await step.mediating();
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    const filed = await step.post(WINDOW, `/cases/${of.id}/tracks`, {
      kind: 'arbitration',
      authority: '晋江市劳动人事争议仲裁委员会',
      filedOn: '2025-08-20',
    });
    expect(filed.status).toBe(201);
    const { number } = (await step.act(of.id, 'archive', { archiveNumber: `D-${of.id}` })).body;
    const early = await erase('cases', of.id, order(number));
    expect([early.status, early.body.type]).toEqual([409, 'urn:qinwu:problem:track-open']);
    await step.post(WINDOW, `/cases/${of.id}/tracks/${filed.body.id}/actions/withdraw`, { on: '2025-08-20' });
    const wanted = { recipient: { kind: 'court', name: '晋江市人民法院' }, legalBasis: '民事诉讼法' };
    const copy = await step.post(READER, `/cases/${of.id}/case-files`, wanted);
    expect(copy.status).toBe(201);
    const done = await erase('cases', of.id, order(number));
    expect(done.body.elsewhere).toEqual([{ kind: 'case-file', id: copy.body.id, name: '晋江市人民法院' }]);
  });
});

describe('erasing what was said on the way', () => {
  it('takes the papers of a party that has left the case too, and waits for a session that is planned', async () => {
    const of = await step.mediating();
    const owner = `word/${of.id}/01a20000-0000-7000-8000-000000000001`;
    const paper = await sent(WINDOW, 'of a party that left');
    await at.service.deps.db.pool.query('update file set attached_to = $2 where id = $1', [paper, owner]);
    const plan = { startsAt: '2025-08-21T02:00:00Z', endsAt: '2025-08-21T03:00:00Z', place: '一号调解室' };
    const planned = await step.post(WINDOW, `/cases/${of.id}/sessions`, plan);
    expect(planned.status).toBe(201);
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    const { number } = (await step.act(of.id, 'archive', { archiveNumber: `D-${of.id}` })).body;
    const early = await erase('cases', of.id, order(number));
    expect([early.status, early.body.type]).toEqual([409, 'urn:qinwu:problem:sessions-planned']);
    expect(await freeSessions(at.service.deps, at.service.clock.now())).toBe(1);
    expect((await erase('cases', of.id, order(number))).body).toMatchObject({ files: 1 });
    expect((await at.service.open(READER, `/files/${paper}`)).status).toBe(404);
    expect(await keysLeft([paper])).toEqual([]);
  });
});

describe('erasing a case that was imported', () => {
  it('erases the registers of its source, trials too, and the same register brings nothing back', async () => {
    const past = {
      externalRef: 'E-1',
      category: 'overtime',
      channel: 'window',
      title: `${MARK} 加班费`,
      facts: `${MARK} 三个月加班费。`,
      amountClaimed: '4200',
      applicantName: '陈晓梅',
      respondentName: '晋江示例鞋业有限公司',
      respondentUscc: FIRM.org,
      state: 'ARCHIVED',
      receivedOn: '2025-03-03',
      acceptedOn: '2025-03-04',
      concludedOn: '2025-03-12',
      archivedOn: '2025-03-20',
      archiveNumber: 'D-E-1',
      outcome: 'failed',
    };
    const refused = { ...past, externalRef: 'E-2', title: `${MARK} 另一件`, category: 'none' };
    const file = { kind: 'cases', source: 'register', bytes: jsonl([past, refused]) };
    expect(await at.imports.run({ ...file, dryRun: true })).toMatchObject({ progress: { wouldCreate: 1 } });
    const ran = await at.imports.run(file);
    expect(ran).toMatchObject({ progress: { created: 1, refused: 1 }, fileName: 'rows.jsonl' });
    expect(JSON.stringify(await at.imports.report(ran.id))).toContain(MARK);
    const { body } = await at.service.as(READER)('GET', '/cases?number=E-1');
    const [{ id, number }] = body.items;
    const filesOf = async () =>
      (await at.service.deps.db.pool.query(`select file_id from import where source = 'register'`)).rows.map(
        ({ file_id }) => file_id,
      );
    expect(await keysLeft(await filesOf())).toHaveLength(4);
    expect((await erase('cases', id, order(number))).body).toMatchObject({ files: 2 });
    expect(await keysLeft([...(await filesOf()), ran.id])).toEqual([]);
    expect(await at.imports.report(ran.id)).toMatchObject([{ 原行号: 2, title: null }]);
    const { body: told } = await at.service.as(HISTORY)('GET', `/imports/${ran.id}`);
    expect(told).toMatchObject({ fileName: '', progress: { refused: 1 } });
    expect(await at.imports.run(file)).toMatchObject({ progress: { created: 0, unchanged: 1, refused: 1 } });
    expect((await step.read(id)).erased).toBe(true);
  });
});

it('an answer kept for a repeated upload does not tell the name of the file', async () => {
  const id = await sent(WORKER, 'named');
  const { rows } = await at.service.deps.db.pool.query(
    'select body, record_id from idempotency where headers like $1',
    [`%${id}%`],
  );
  expect(rows).toMatchObject([{ record_id: id }]);
  expect(rows[0].body).not.toContain('proof.pdf');
});

describe('erasing an application for recognition of a work injury', () => {
  it('leaves nothing to read of it once it has ended, and its case as it is', async () => {
    const steps = injurySteps(() => at.service);
    const paper = await sent(WINDOW, 'diagnosis');
    const made = await steps.receive({
      event: { ...INJURY.event, course: `${MARK} 右手被压伤。` },
      materials: [...INJURY.materials, { code: 'diagnosis', files: [paper] }],
    });
    const known = { id: [made.id], document: ['receipt', 'transfer-letter', 'supplement-notice'] };
    // Of the other tests' cases some are not erased.
    const urls = addressesOf(at.service, known)
      .filter((url) => url !== '/exports/cases')
      .concat(`/files/${paper}`);
    const before = await readable(urls);
    expect(before).toContain(`chief-1 /injury-applications/${made.id}`);
    expect(before).toContain(`chief-1 /files/${paper}`);
    const early = await erase('injury-applications', made.id, order(made.number));
    expect([early.status, early.body.type]).toEqual([409, 'urn:qinwu:problem:application-open']);
    await steps.act(made.id, 'not-transfer', { reason: 'outside-jurisdiction' });
    const worker: Claims = { ...ERASER, sub: WORKER.sub };
    expect((await erase('injury-applications', made.id, order(made.number), worker)).status).toBe(403);
    expect((await erase('injury-applications', made.id, order('GS-0'))).status).toBe(422);
    const done = await erase('injury-applications', made.id, order(made.number));
    expect(done).toMatchObject({ status: 201, body: { number: made.number, files: 1, elsewhere: [] } });
    expect(await readable(urls)).toEqual([]);
    expect(await keysLeft([made.id, paper])).toEqual([]);
    expect((await steps.read(made.id, WORKER)).status).toBe(404);
    expect((await steps.read(made.id)).body).toMatchObject({ erased: true, state: 'NOT_TRANSFERRED' });
    const { rows } = await at.service.deps.db.pool.query(
      'select accident_id_index, accident_phone_index, a::text as row from injury_application a where id = $1',
      [made.id],
    );
    expect(rows).toMatchObject([{ accident_id_index: null, accident_phone_index: null }]);
    expect(rows[0].row).not.toMatch(/worker-1|window-1/);
    const again = await erase('injury-applications', made.id, order(made.number));
    expect([again.status, again.body.type]).toEqual([409, 'urn:qinwu:problem:application-erased']);
  });
});
