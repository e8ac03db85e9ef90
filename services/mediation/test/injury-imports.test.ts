import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HISTORY, type ImportClient, importClient, jsonl } from './import-client.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('imported work-injury applications', () => {
  let service: MediationService;
  let imports: ImportClient;
  beforeAll(async () => {
    service = await startMediationService();
    service.clock.set('2025-09-01T02:00:00Z');
    imports = importClient(service);
  });
  afterAll(async () => {
    await imports?.close();
    await service?.close();
  });

  it('are brought in by an administrator, those of employers too', async () => {
    const row = {
      externalRef: 'GA-1',
      applicantKind: 'employer',
      cause: 'accident',
      workerName: '许志强',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-11 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
    };
    const past = { ...row, externalRef: 'GA-2', occurredAt: '2025-02-12 09:30', state: 'RECEIVED' };
    const rows = [row, { ...past, receivedOn: '2025-02-20' }];
    const file = { kind: 'injury-applications', source: 'admin', bytes: jsonl(rows) };
    const done = await imports.run(file, { ...HISTORY, roles: ['admin'] });
    expect(done.progress).toMatchObject({ created: 2, refused: 0 });
  });

  it('refuses applications of the past that contradict their own state, so that no figure counts them', async () => {
    const base = {
      applicantKind: 'employer',
      cause: 'accident',
      workerName: '林志强',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
      receivedOn: '2025-02-20',
    };
    const over = {
      transferredOn: '2025-02-24',
      receiver: '晋江市人力资源和社会保障局',
      receiptNumber: '18号',
    };
    const concluded = { conclusion: 'not-recognised', concludedOn: '2025-03-20' };
    const why = 'outside-jurisdiction';
    const rows = [
      { ...base, ...over, state: 'RECEIVED' },
      { ...base, ...over, state: 'NOT_TRANSFERRED', notTransferredReason: why },
      { ...base, ...over, state: 'TRANSFERRED', notTransferredReason: why },
      { ...base, ...over, ...concluded, state: 'ACCEPTED' },
      { ...base, ...over, ...concluded, state: 'RECOGNISED' },
      { ...base, ...over, ...concluded, state: 'APPRAISAL' },
      { ...base, state: 'RECEIVED', occurredAt: '2025-02-21 09:30' },
    ].map((row, n) => ({ ...row, externalRef: `GX-${n}` }));
    const { id, progress } = await imports.run({ kind: 'injury-applications', bytes: jsonl(rows) });
    const faults = (await imports.report(id)).map(({ 错误 }) => String(错误).replaceAll(/: [^;；]+/g, ''));
    expect(faults).toEqual([
      'transferredOn；receiver；receiptNumber',
      'transferredOn；receiver；receiptNumber',
      'notTransferredReason',
      'conclusion；concludedOn',
      'conclusion',
      'conclusion',
      'receivedOn',
    ]);
    expect(progress).toMatchObject({ created: 0, refused: rows.length });
    const stands = {
      ...base,
      ...over,
      ...concluded,
      conclusion: 'deemed',
      state: 'APPRAISAL',
      externalRef: 'GX-8',
    };
    const waits = {
      ...base,
      state: 'COMPLETE',
      completeOn: '2025-02-21',
      externalRef: 'GX-9',
      workerName: '林志',
    };
    const file = { kind: 'injury-applications', bytes: jsonl([stands, waits]) };
    expect(await imports.run(file)).toMatchObject({ progress: { created: 2 } });
    // The window's own working days run from the day it was complete.
    const { rows: clocks } = await service.deps.db.pool.query(
      `select c.due_at from injury_clock c join injury_application a on a.id = c.application_id
       where a.state = 'COMPLETE' and c.kind = 'transfer'`,
    );
    expect(clocks).toEqual([{ due_at: new Date('2025-02-26T16:00:00.000Z') }]);
  });

  it('exports tables in words, lines in codes', async () => {
    const row = {
      externalRef: 'GW-1',
      applicantKind: 'worker',
      cause: 'accident',
      workerName: '林小小',
      employerName: '晋江示例鞋业有限公司',
      employerUscc: '91350582MA0000015J',
      occurredAt: '2025-02-10 09:30',
      injury: '右手食指压伤',
      sensitiveConsent: '是',
      state: 'NOT_TRANSFERRED',
      receivedOn: '2025-02-20',
      notTransferredReason: 'outside-jurisdiction',
    };
    const { progress } = await imports.run({ kind: 'injury-applications', bytes: jsonl([row]) });
    expect(progress).toMatchObject({ created: 1 });
    const exported = async (format: string) => {
      const path = `/exports/injury-applications?state=NOT_TRANSFERRED&format=${format}`;
      return (await service.open({ roles: 'dispatcher', sub: 'window-1' }, path)).text();
    };
    expect(await exported('csv')).toContain(',不属本地管辖,');
    expect(await exported('jsonl')).toContain('"notTransferredReason":"outside-jurisdiction"');
  });
});
