import { describe, expect, it } from '@jest/globals';
import { exportedRows, HISTORY, jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';

const SUPERVISOR = { roles: 'supervisor', sub: 'supervisor-1' } as const;
const NEW = {
  externalRef: 'N-1',
  category: 'overtime',
  channel: 'window',
  title: '加班费',
  facts: '申请人主张三个月加班费。',
  amountClaimed: '4200',
  applicantName: '陈晓梅',
  applicantPhone: '13800138000',
  respondentName: '晋江示例鞋业有限公司',
  respondentUscc: '91350582MA0000015J',
};
const PAST = {
  ...NEW,
  externalRef: 'H-1',
  mode: 'police-grid-tea-table',
  state: 'PERFORMED',
  receivedOn: '2025-03-03',
  acceptedOn: '2025-03-04',
  concludedOn: '2025-03-12',
  effectiveOn: '2025-03-12',
  performedOn: '2025-03-20',
  amountAgreed: '4000.00',
  agreementNumber: '晋调〔2025〕7号',
};

describe('import and export of cases', () => {
  const at = importDesk();

  const events = async (type: string) =>
    (
      await at.service.deps.db.pool.query<{ envelope: string }>(
        `select envelope from outbox where type = $1 and listener = 'cockpit' order by event_id`,
        [type],
      )
    ).rows.map(({ envelope }) => JSON.parse(envelope).data);

  it('takes new applications and cases of the past, and the same again changes nothing', async () => {
    const file = { kind: 'cases', bytes: jsonl([NEW, PAST]) };
    expect(await at.imports.run(file)).toMatchObject({ state: 'DONE', progress: { created: 2, refused: 0 } });
    expect(await at.imports.run(file)).toMatchObject({ progress: { created: 0, unchanged: 2 } });
    const { body } = await at.service.as(SUPERVISOR)('GET', '/cases?number=H-1');
    expect(body.items).toMatchObject([
      {
        state: 'PERFORMED',
        outcome: 'agreed',
        amountAgreed: '4000.00',
        concludedOn: '2025-03-12',
        dueAt: null,
      },
    ]);
    const [{ id }] = body.items;
    const history = await at.service.as(SUPERVISOR)('GET', `/cases/${id}/history`);
    expect(history.body.items).toMatchObject([
      { action: 'imported', change: { past: { state: 'PERFORMED' } } },
    ]);
    const fresh = await at.service.as(SUPERVISOR)('GET', '/cases?number=N-1');
    expect(fresh.body.items).toMatchObject([{ state: 'REGISTERED', light: 'green' }]);
  });

  it('announces the whole past of a case once', async () => {
    expect(await events('qinwu.mediation.case-concluded.v1')).toMatchObject([
      { outcome: 'agreed', registeredOn: '2025-03-03', amountClaimed: '4200.00', imported: true },
    ]);
    expect(await events('qinwu.mediation.case-performed.v1')).toMatchObject([{ performedOn: '2025-03-20' }]);
    expect(await events('qinwu.mediation.case-registered.v1')).toHaveLength(2);
  });

  it('refuses rows that contradict themselves, naming the field', async () => {
    const rows = [
      { ...PAST, externalRef: 'H-2', concludedOn: '2025-03-01' },
      { ...PAST, externalRef: 'H-3', amountAgreed: undefined },
      { ...PAST, externalRef: 'H-4', respondentUscc: '91350582MA0000015K' },
      { ...PAST, amountAgreed: '4001.00' },
    ];
    const { id, progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 0, refused: 4 });
    expect(JSON.stringify(await at.imports.report(id))).toMatch(/concludedOn.*amountAgreed.*respondentUscc/s);
  });

  it('takes history only with the scope for it', async () => {
    const claims = { ...HISTORY, scopes: ['mediation:write'] };
    const { id, progress } = await at.imports.run(
      { kind: 'cases', bytes: jsonl([{ ...PAST, externalRef: 'H-9' }]) },
      claims,
    );
    expect(progress).toMatchObject({ refused: 1 });
    expect(JSON.stringify(await at.imports.report(id))).toContain('state');
  });

  it('exports the register, persons masked, under the names of the import', async () => {
    const answer = await at.service.open(SUPERVISOR, '/exports/cases?format=jsonl');
    expect(answer.status).toBe(200);
    const rows = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows).toMatchObject([
      {
        externalRef: 'H-1',
        applicantName: '陈**',
        respondentName: NEW.respondentName,
        amountClaimed: '4200.00',
      },
      { externalRef: 'N-1' },
    ]);
  });

  it('takes work-injury applications of the past and tells of their transfer', async () => {
    const injury = {
      externalRef: 'GS-1',
      applicantKind: 'employer',
      cause: 'accident',
      workerName: '林志强',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
    };
    const past = {
      ...injury,
      externalRef: 'GS-2',
      state: 'TRANSFERRED',
      receivedOn: '2025-02-20',
      completeOn: '2025-02-21',
      transferredOn: '2025-02-24',
      receiver: '晋江市人力资源和社会保障局',
      receiptNumber: '晋人社工〔2025〕18号',
    };
    const file = { kind: 'injury-applications', bytes: jsonl([injury, past]) };
    expect(await at.imports.run(file)).toMatchObject({ state: 'DONE', progress: { created: 2, refused: 0 } });
    expect(await at.imports.run(file)).toMatchObject({ progress: { created: 0, unchanged: 2 } });
    expect(await events('qinwu.mediation.injury-received.v1')).toMatchObject([
      { number: expect.any(String) },
      { receivedOn: '2025-02-20', transferredOn: '2025-02-24', imported: true },
    ]);
    // Two events of one version would leave it to chance which of them stands.
    expect(await events('qinwu.mediation.injury-moved.v1')).toEqual([]);
    const bad = { ...past, externalRef: 'GS-3', receiptNumber: undefined, transferredOn: '2025-02-19' };
    const { id, progress } = await at.imports.run({ kind: 'injury-applications', bytes: jsonl([bad]) });
    expect(progress).toMatchObject({ refused: 1 });
    expect(JSON.stringify(await at.imports.report(id))).toMatch(/receiptNumber.*transferredOn/);
  });

  it('exports applications, injuries only to those who may see persons', async () => {
    const lines = async (claims: object) => {
      const answer = await at.service.open(
        { ...SUPERVISOR, ...claims },
        '/exports/injury-applications?format=jsonl',
      );
      expect(answer.status).toBe(200);
      return (await answer.text())
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    expect(await lines({})).toMatchObject([
      { workerName: '林**', state: 'TRANSFERRED', receiptNumber: '晋人社工〔2025〕18号', injury: null },
      { workerName: '林**', state: 'RECEIVED' },
    ]);
    const full = await lines({ scopes: ['mediation:read', 'pii:read'] });
    expect(full).toMatchObject([{ workerName: '林志强', injury: '右手食指压伤' }, {}]);
    const { rows } = await at.service.deps.db.pool.query(`select count(*)::int as sights from disclosure`);
    expect(rows[0].sights).toBe(2);
  });

  it('judges what is new as an application, and keeps what the past was', async () => {
    const between = { applicantKind: 'enterprise', applicantUscc: '91350582MA0000023D' };
    const rows = [
      { ...NEW, ...between, externalRef: 'N-E' },
      { ...PAST, ...between, externalRef: 'H-E' },
      { ...PAST, externalRef: 'H-O', channel: 'mediator', oral: true },
    ];
    const { id, progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 2, refused: 1 });
    const report = JSON.stringify(await at.imports.report(id));
    expect(report).toContain('劳动争议须有劳动者一方');
    expect(report).toContain('N-E');
  });

  it('exports what a group is imported with again', async () => {
    const group = { ...NEW, externalRef: 'G-1', workers: 12, applicantRepresentative: '王代表' };
    await at.imports.run({ kind: 'cases', bytes: jsonl([group]) });
    const rowsFor = async (scopes: string[]) => {
      const rows = await exportedRows(at.service, { ...SUPERVISOR, scopes }, 'cases');
      return rows.filter(({ workers }) => workers === 12);
    };
    expect(await rowsFor(['mediation:read'])).toMatchObject([{ applicantRepresentative: '王**' }]);
    const [full = {}] = await rowsFor(['mediation:read', 'pii:read']);
    const { state: _state, receivedOn: _receivedOn, ...again } = full;
    const file = { kind: 'cases', source: 'elsewhere', bytes: jsonl([again]) };
    expect(await at.imports.run(file)).toMatchObject({ progress: { created: 1, refused: 0 } });
  });

  it('refuses an oral agreement of a labour dispute, which is written, and takes one of a civil one', async () => {
    const oral = { ...PAST, agreementForm: 'oral', agreementNumber: undefined };
    const rows = [
      { ...oral, externalRef: 'O-1' },
      { ...oral, externalRef: 'O-2', category: 'debt', organisation: 'people-mediation' },
    ];
    const { id, progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 1, refused: 1 });
    expect((await at.imports.report(id)).map((row) => row.错误)).toEqual([
      expect.stringMatching(/^agreementForm.*书面/),
    ]);
  });

  it('refuses masks in place of names and numbers, as an export shows them', async () => {
    const masked = {
      ...NEW,
      applicantName: '陈**',
      applicantPhone: '138****8000',
      applicantRepresentative: '王**',
    };
    const rows = [
      { ...masked, externalRef: 'M-1' },
      {
        ...NEW,
        externalRef: 'M-2',
        respondentKind: 'person',
        respondentUscc: undefined,
        respondentName: '林**',
      },
      { ...NEW, externalRef: 'M-3', respondentName: '*ST示例股份有限公司' },
    ];
    const { id, progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 1, refused: 2 });
    expect((await at.imports.report(id)).map((row) => row.错误)).toEqual([
      expect.stringMatching(/applicantName.*applicantPhone.*applicantRepresentative/),
      expect.stringMatching(/^respondentName/),
    ]);
    const injury = {
      externalRef: 'GS-M',
      applicantKind: 'worker',
      cause: 'accident',
      workerName: '林**',
      workerIdNumber: '5***************1X',
      applicantName: '林**',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
    };
    const done = await at.imports.run({ kind: 'injury-applications', bytes: jsonl([injury]) });
    expect(done.progress).toMatchObject({ created: 0, refused: 1 });
    expect((await at.imports.report(done.id)).map((row) => row.错误)).toEqual([
      expect.stringMatching(/workerName.*workerIdNumber.*applicantName/),
    ]);
  });

  it('refuses what the state of a row never came to, and a breach out of its days', async () => {
    const { performedOn: _performedOn, ...breached } = {
      ...PAST,
      state: 'BREACHED',
      breachedOn: '2025-04-01',
    };
    const { amountAgreed: _amountAgreed, effectiveOn: _effectiveOn, ...failed } = PAST;
    const rows = [
      { ...failed, externalRef: 'C-1', state: 'FAILED', agreementNumber: undefined },
      { ...PAST, externalRef: 'C-2', state: 'FAILED', performedOn: undefined },
      { ...PAST, externalRef: 'C-3', state: 'EFFECTIVE' },
      {
        ...NEW,
        externalRef: 'C-4',
        state: 'REGISTERED',
        receivedOn: '2025-03-03',
        concludedOn: '2025-03-12',
      },
      { ...breached, externalRef: 'C-5', breachedOn: '2025-03-11' },
      { ...breached, externalRef: 'C-6', breachedOn: '2099-01-01' },
    ];
    const { id, progress } = await at.imports.run({ kind: 'cases', bytes: jsonl(rows) });
    expect(progress).toMatchObject({ created: 0, refused: rows.length });
    const faults = (await at.imports.report(id)).map((row) => row.错误);
    expect(faults).toEqual([
      expect.stringMatching(/^performedOn/),
      expect.stringMatching(/effectiveOn.*amountAgreed.*agreementNumber/s),
      expect.stringMatching(/^performedOn/),
      expect.stringMatching(/^concludedOn/),
      expect.stringMatching(/^breachedOn/),
      expect.stringMatching(/^breachedOn/),
    ]);
    const performed = await events('qinwu.mediation.case-performed.v1');
    expect(
      await at.imports.run({ kind: 'cases', bytes: jsonl([{ ...breached, externalRef: 'C-7' }]) }),
    ).toMatchObject({
      progress: { created: 1 },
    });
    expect(await events('qinwu.mediation.case-breached.v1')).toMatchObject([
      { breachedOn: '2025-04-01', cured: false },
    ]);
    expect(await events('qinwu.mediation.case-performed.v1')).toEqual(performed);
  });

  it('takes a performance before the day of a breach as one that was never broken', async () => {
    const { performedOn: _performedOn, ...past } = PAST;
    const row = { ...past, externalRef: 'K-1', state: 'BREACHED', breachedOn: '2025-04-01' };
    expect((await at.imports.run({ kind: 'cases', bytes: jsonl([row]) })).progress.created).toBe(1);
    const call = at.service.as({ roles: 'dispatcher' });
    const [found] = (await call('GET', '/cases?number=K-1')).body.items;
    const done = await call('POST', `/cases/${found.id}/actions/perform`, {
      body: { performedOn: '2025-03-31' },
    });
    expect(done.body).toMatchObject({ state: 'PERFORMED', performedOn: '2025-03-31', breachedOn: null });
  });

  it('takes a past case that counts more workers than it names, and a long title, and both again', async () => {
    const past = {
      ...PAST,
      externalRef: 'W-1',
      workers: 3,
      title: '拖欠工资𠮷'.repeat(30),
      claimType: undefined,
    };
    const file = { kind: 'cases', bytes: jsonl([past, { ...NEW, externalRef: 'W-2', workers: 3 }]) };
    const { id, progress } = await at.imports.run(file);
    expect(progress).toMatchObject({ created: 1, refused: 1 });
    expect((await at.imports.report(id)).map((row) => row.错误)).toEqual([
      expect.stringMatching(/^workers.*不足十人/),
    ]);
    const scopes = ['mediation:read', 'pii:read'];
    const rows = await exportedRows(at.service, { ...SUPERVISOR, scopes }, 'cases');
    const again = rows.filter(({ externalRef }) => externalRef === 'W-1');
    const copy = { kind: 'cases', source: 'elsewhere', bytes: jsonl(again) };
    expect((await at.imports.run(copy)).progress).toMatchObject({ created: 1, refused: 0 });
  });
});
