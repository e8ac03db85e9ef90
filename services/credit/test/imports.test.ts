import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { type CreditService, startCreditService } from './credit-service.ts';
import { type CreditWork, startCreditWork } from './credit-work.ts';
import { firm } from './run-park.ts';

let service: CreditService;
let work: CreditWork;
const officer = () => service.as({ roles: 'officer', sub: 'officer' });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  work = await startCreditWork(service);
});
afterAll(async () => {
  await work.close();
  await service.close();
});

interface Outcome {
  state: string;
  progress: Record<string, number>;
  report: string;
}

/** Imports a table, and gives what came of it with the report of the refused rows. */
async function send(kind: string, csv: string): Promise<Outcome> {
  const form = new FormData();
  form.set('options', JSON.stringify({ kind, source: '税务', format: 'csv' }));
  form.set('file', new Blob([csv]), `${kind}.csv`);
  const { status, body } = await officer()('POST', '/imports', { form });
  expect({ status, body }).toMatchObject({ status: 202 });
  let view = body;
  await eventually(
    async () => {
      view = (await officer()('GET', `/imports/${body.id}`)).body;
      expect(view.finishedAt).not.toBeNull();
    },
    { within: 10_000 },
  );
  const report = await officer()('GET', `/imports/${body.id}/report`);
  return { state: view.state, progress: view.progress, report: String(report.body) };
}

const ENTERPRISES = (name: string) =>
  ['uscc,name,industry,foundedOn', `${firm(1)},${name},39,2015-03-01`, `${firm(2)},第二家,26,`].join('\n');

describe('a list of enterprises', () => {
  it('is entered, left alone the second time, and brought up to date the third', async () => {
    expect((await send('enterprises', ENTERPRISES('第一家'))).progress).toMatchObject({
      created: 2,
      refused: 0,
    });
    expect((await send('enterprises', ENTERPRISES('第一家'))).progress).toMatchObject({
      unchanged: 2,
      created: 0,
    });
    expect((await send('enterprises', ENTERPRISES('改名'))).progress).toMatchObject({
      updated: 1,
      unchanged: 1,
    });
    expect((await officer()('GET', `/enterprises/${firm(1)}`)).body).toMatchObject({
      name: '改名',
      industry: '39',
      version: 2,
    });
  });
});

describe('a table of values', () => {
  const HEAD = 'uscc,code,value,unit,source,periodFrom,periodTo,validFrom';
  const row = (n: number, more: Partial<Record<string, string>> = {}) =>
    Object.values({
      uscc: firm(n),
      code: 'T1',
      value: '300.5',
      unit: '万元',
      source: 'tax',
      periodFrom: '2024年1月1日',
      periodTo: '2024-12-31',
      validFrom: '2025-01-01',
      ...more,
    }).join(',');

  it('is entered once, and what is wrong in it is told row by row', async () => {
    const good = [HEAD, row(1), row(2), row(2, { code: 'G3', value: '800' })].join('\n');
    expect((await send('indicator-values', good)).progress).toMatchObject({ created: 3, refused: 0 });
    expect((await send('indicator-values', good)).progress).toMatchObject({ unchanged: 3, refused: 0 });
    const bad = [
      HEAD,
      row(1, { code: 'T2', value: '5', unit: '%' }),
      row(1, { value: '301' }),
      row(9),
      row(1, { code: 'X9' }),
      row(1, { code: 'T3', value: 'viel', unit: '%' }),
      row(1, { code: 'T3', value: '5', unit: '万元' }),
      row(2, { code: 'T2', value: '7', unit: '%' }),
    ].join('\n');
    const { progress, report } = await send('indicator-values', bad);
    expect(progress).toMatchObject({ created: 2, refused: 5 });
    expect(report.split('\n').filter((text) => text.includes('91350582'))).toHaveLength(5);
    const { body } = await officer()('GET', `/indicator-values?uscc=${firm(1)}`);
    expect(body.items.map(({ code, value }: { code: string; value: string }) => [code, value])).toEqual([
      ['T2', '5'],
      ['T1', '300.5'],
    ]);
  });

  it('counts the first of two lines for the same days', async () => {
    const day = { code: 'G1', validFrom: '2025-01-01', validUntil: '2025-12-31' };
    const twice = [
      `${HEAD},validUntil`,
      row(1, { ...day, value: '10' }),
      row(1, { ...day, value: '11' }),
      row(1, { ...day, value: '10' }),
      row(1, { ...day, value: '10', validFrom: '2025-06-01' }),
      row(2, { ...day, value: '11', unit: '件' }),
    ].join('\n');
    const { progress, report } = await send('indicator-values', twice);
    expect(progress).toMatchObject({ created: 1, unchanged: 1, refused: 3 });
    expect(report.split('\n').filter((text) => text.includes('91350582'))).toEqual([
      expect.stringMatching(/^3,/),
      expect.stringMatching(/^5,/),
      expect.stringMatching(/^6,/),
    ]);
    const { body } = await officer()('GET', `/indicator-values?uscc=${firm(1)}&code=G1`);
    expect(body.items.map(({ value }: { value: string }) => value)).toEqual(['10']);
  });

  it('in which values without an end follow one another is taken in whatever the order of its lines', async () => {
    const year = (of: string, value: string) =>
      row(1, { code: 'G4', unit: '%', value, validFrom: `${of}-01-01` });
    const table = [HEAD, year('2026', '30'), year('2024', '10'), year('2025', '20'), year('2024', '11')];
    const { progress, report } = await send('indicator-values', table.join('\n'));
    expect(progress).toMatchObject({ created: 3, refused: 1 });
    expect(report.split('\n').filter((text) => text.includes('91350582'))).toEqual([
      expect.stringMatching(/^5,/),
    ]);
    const days = async () => {
      const { body } = await officer()('GET', `/indicator-values?uscc=${firm(1)}&code=G4`);
      const { items } = body as { items: { validFrom: string; validUntil: string | null; value: string }[] };
      return items
        .map(({ validFrom, validUntil, value }) => `${validFrom} ${validUntil} ${value}`)
        .toSorted();
    };
    const three = ['2024-01-01 2024-12-31 10', '2025-01-01 2025-12-31 20', '2026-01-01 null 30'];
    expect(await days()).toEqual(three);
    const again = await send('indicator-values', table.slice(0, 4).join('\n'));
    expect(again.progress).toMatchObject({ unchanged: 3, refused: 0 });
    // The next table brings the next year, and once more the last one.
    const next = await send('indicator-values', [HEAD, year('2027', '40'), year('2026', '30')].join('\n'));
    expect(next.progress).toMatchObject({ created: 1, unchanged: 1, refused: 0 });
    expect((await days()).slice(2)).toEqual(['2026-01-01 2026-12-31 30', '2027-01-01 null 40']);
    // An earlier one that comes later is for people to sort out.
    const earlier = await send('indicator-values', [HEAD, year('2023', '5')].join('\n'));
    expect(earlier.progress).toMatchObject({ created: 0, refused: 1 });
  });

  it('with nothing right in it changes nothing', async () => {
    const wrong = [HEAD, row(1, { code: 'X9' }), row(2, { code: 'T3', value: '5', unit: '万元' })].join('\n');
    expect((await send('indicator-values', wrong)).progress).toMatchObject({ created: 0, refused: 2 });
  });

  it('is laid out as if each row had been entered by hand', async () => {
    const { rows } = await service.deps.db.pool.query<{ slots: (string | null)[] }>(
      'select slots from input_vector where uscc = $1',
      [firm(2)],
    );
    const known = (rows[0]?.slots ?? []).filter((slot) => slot !== null);
    expect(known.toSorted()).toEqual(['3005000', '70000', '8000000']);
  });

  it('is for who keeps the values', async () => {
    const form = new FormData();
    form.set('options', JSON.stringify({ kind: 'indicator-values', source: '税务' }));
    form.set('file', new Blob([HEAD]), 'values.csv');
    const owner = service.as({ roles: 'enterprise', org: firm(1) });
    expect((await owner('POST', '/imports', { form })).status).toBe(403);
  });
});
