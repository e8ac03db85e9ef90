import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';
import { HISTORY, type ImportClient, importClient, jsonl } from './import-client.ts';

let service: GrievanceService;
let imports: ImportClient;
beforeAll(async () => {
  service = await startGrievanceService();
  imports = importClient(service);
});
afterAll(async () => {
  await imports.close();
  await service.close();
});

const ROW = {
  externalRef: 'H-1',
  origin: 'citizen',
  channel: '12345',
  demandType: 'help',
  categoryCode: 'facility.light',
  title: '路灯坏了',
  text: '公交站旁的路灯坏了。',
  reporterName: '陈晓梅',
  reporterPhone: '13800138000',
};
const run = async (rows: object[]) => {
  const view = await imports.run({ kind: 'grievances', bytes: jsonl(rows) });
  return { progress: view.progress, report: await imports.report(view.id) };
};
async function find(ref: string) {
  const call = service.as({
    ...HISTORY,
    scopes: [...(HISTORY.scopes ?? []), 'pii:read'],
    roles: 'supervisor',
  });
  const { body } = await call('GET', `/grievances?q=${ref}`);
  return (await call('GET', `/grievances/${body.items[0].id}`)).body;
}

describe('an imported intake', () => {
  it('brings along every field of an intake', async () => {
    await run([ROW]);
    const original = await find('H-1');
    const more = {
      callbackConsent: '是',
      anonymous: '否',
      idType: 'citizen-id',
      idNumber: '350582190001010019',
      privacyNotice: 'v2',
      hotlineDueAt: '2025-09-01T17:30:00+08:00',
      duplicateOf: original.id,
    };
    const { progress } = await run([{ ...ROW, ...more, externalRef: 'H-2' }]);
    expect(progress).toMatchObject({ created: 1, refused: 0 });
    expect(await find('H-2')).toMatchObject({
      reporter: {
        anonymous: false,
        callbackConsent: true,
        idType: 'citizen-id',
        idNumber: '350582190001010019',
      },
      privacyNotice: 'v2',
      hotlineDueAt: '2025-09-01T09:30:00.000Z',
      duplicateOf: original.id,
      clocks: [{ kind: 'dispatch', governedBy: 'hotline' }],
    });
  });

  it('is live from then on: no other line and no later file overwrites it', async () => {
    const row = { ...ROW, externalRef: 'H-9' };
    const other = { ...row, title: '不是路灯' };
    const first = await run([row, row, other]);
    expect(first.progress).toMatchObject({ created: 1, unchanged: 1, updated: 0, refused: 1 });
    expect(JSON.stringify(first.report)).toContain('与本文件第 1 行');
    const later = await run([other, row]);
    expect(later.progress).toMatchObject({ created: 0, unchanged: 1, updated: 0, refused: 1 });
    expect(JSON.stringify(later.report)).toContain('更正请在系统中进行');
    expect(await find('H-9')).toMatchObject({ title: ROW.title, version: 1 });
  });

  it.each([
    ['half a point', { longitude: 118.57, coordinateSystem: 'GCJ02' }, '/latitude'],
    ['a point of no system', { longitude: 118.57, latitude: 24.68 }, '/coordinateSystem'],
    ['an original there is not', { duplicateOf: '0198c5c4-2f6e-7b9a-8f00-00000000dead' }, '/duplicateOf'],
    [
      'an ID number of a nobody',
      { anonymous: 'true', idType: 'citizen-id', idNumber: '350582190001010019' },
      '/reporter/idNumber',
    ],
    ['a consent nobody understands', { callbackConsent: '也许' }, '/callbackConsent'],
  ])('is refused with %s', async (_what, more, pointer) => {
    const { progress, report } = await run([{ ...ROW, ...more, externalRef: `X${pointer}` }]);
    expect(progress).toMatchObject({ created: 0, refused: 1 });
    expect(JSON.stringify(report)).toContain(pointer);
  });

  it('has a history in clear words, without its reporter, like any other', async () => {
    await run([
      {
        ...ROW,
        externalRef: 'H-3',
        state: 'REPLIED',
        registeredAt: '2025-03-01 09:00:00',
        repliedAt: '2025-03-02 09:00:00',
        result: '已更换',
      },
    ]);
    const { id } = await find('H-3');
    const { body } = await service.as({ roles: 'dispatcher' })('GET', `/grievances/${id}/history`);
    expect(body.items[0].words).toEqual({
      title: '路灯坏了',
      text: '公交站旁的路灯坏了。',
      result: '已更换',
    });
  });

  it('that was declined after all is not announced as accepted', async () => {
    const dates = {
      registeredAt: '2025-03-01 09:00:00',
      acceptedAt: '2025-03-01 10:00:00',
      declinedAt: '2025-03-02 09:00:00',
    };
    await run([{ ...ROW, ...dates, externalRef: 'H-4', state: 'DECLINED' }]);
    const { id } = await find('H-4');
    const { rows } = await service.deps.db.pool.query(
      "select type, envelope::json->'data'->'imported' as imported from outbox where envelope::json->>'subject' = $1 order by event_id",
      [id],
    );
    expect(rows).toEqual([
      { type: 'qinwu.grievance.registered.v1', imported: true },
      { type: 'qinwu.grievance.declined.v1', imported: true },
    ]);
  });
});
