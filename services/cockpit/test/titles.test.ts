import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { title } from '../src/store/titles/title-table.ts';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

// The clock of the server stands at 2025-09-24.
let server: CockpitServer;
const officer = () => server.as({ roles: 'officer', sub: 'officer' });
const elsewhere = () => server.as({ roles: 'officer', sub: 'officer', park: 'elsewhere' });

beforeAll(async () => {
  server = await cockpitServer();
});
afterAll(() => server.close());

let firms = 0;
/** A firm no other test knows. */
function firm(): string {
  firms += 1;
  return usccOf(`91350582MA${String(firms).padStart(7, '0')}`);
}

const grant = (more: object = {}, headers = {}) =>
  officer()('POST', '/titles', {
    body: { uscc: firm(), titleCode: 'hnte', from: '2024-12-02', document: 'GR202435000123', ...more },
    headers,
  });
const revoke = (id: string, more: object = {}, headers = {}) =>
  officer()('POST', `/titles/${id}/actions/revoke`, {
    body: { revokedOn: '2025-06-01', reason: '不再符合条件', document: '闽科高〔2025〕7号', ...more },
    headers,
  });

/** What was announced of a title, oldest first. */
async function announced(id: string) {
  const { rows } = await server.db.pool.query<{ listener: string; envelope: string }>(
    'select listener, envelope from outbox order by event_id',
  );
  return rows
    .map(({ listener, envelope }) => ({ listener, ...JSON.parse(envelope) }))
    .filter(({ subject }) => subject === id);
}

it('stands in a table as the code has it', async () => {
  expect(await schemaDrift(server.db, [title])).toEqual([]);
});

describe('a title', () => {
  it('is granted for the term of its kind, and credit is told', async () => {
    const uscc = firm();
    const made = await grant({ uscc, batch: '2024 年第二批' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      uscc,
      titleCode: 'hnte',
      name: { zh: '高新技术企业' },
      level: 'NATIONAL',
      from: '2024-12-02',
      until: '2027-12-01',
      batch: '2024 年第二批',
      state: 'GRANTED',
      allowedActions: ['revoke'],
    });
    expect(made.headers.get('location')).toBe(`/cockpit/v1/titles/${made.body.id}`);
    const read = await officer()('GET', `/titles/${made.body.id}`);
    expect([read.body, read.headers.get('etag')]).toEqual([made.body, made.headers.get('etag')]);
    expect(await announced(made.body.id)).toEqual([
      expect.objectContaining({
        listener: 'credit',
        type: 'qinwu.cockpit.title-granted.v1',
        sequence: 1,
        data: {
          titleId: made.body.id,
          uscc,
          code: 'hnte',
          name: { zh: '高新技术企业', en: 'high and new technology enterprise' },
          level: 'NATIONAL',
          from: '2024-12-02',
          until: '2027-12-01',
          document: 'GR202435000123',
        },
      }),
    ]);
  });

  it('holds to the day its grant names, or without end', async () => {
    expect((await grant({ until: '2025-12-31' })).body.until).toBe('2025-12-31');
    expect((await grant({ titleCode: 'chain-leader' })).body.until).toBeNull();
  });

  it('is revoked once, from a day on, and credit is told', async () => {
    const { body } = await grant();
    const revoked = await revoke(body.id);
    expect(revoked.body).toMatchObject({
      version: 2,
      state: 'REVOKED',
      revokedOn: '2025-06-01',
      revokeReason: '不再符合条件',
      revokeDocument: '闽科高〔2025〕7号',
      allowedActions: [],
    });
    const again = await revoke(body.id);
    expect([again.status, again.body.type, again.body.allowedActions]).toEqual([
      409,
      'urn:qinwu:problem:transition-not-allowed',
      [],
    ]);
    const events = await announced(body.id);
    expect(events.map(({ type, sequence, data }) => [type, sequence, data.revokedOn])).toEqual([
      ['qinwu.cockpit.title-granted.v1', 1, undefined],
      ['qinwu.cockpit.title-revoked.v1', 2, '2025-06-01'],
    ]);
  });

  it('is held once at a time, whoever grants it first', async () => {
    const uscc = firm();
    const both = await Promise.all([grant({ uscc }), grant({ uscc, from: '2025-01-01' })]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    const [made, refused] = both.toSorted((a, b) => a.status - b.status);
    expect(refused?.body).toMatchObject({
      type: 'urn:qinwu:problem:title-overlaps',
      other: made?.body.id,
    });
    // Up to the first day of whichever was faster.
    expect((await grant({ uscc, from: '2021-12-01', until: made?.body.from })).status).toBe(409);
    expect((await grant({ uscc, titleCode: 'tech-sme' })).status).toBe(201);
    expect((await grant({ uscc, from: '2020-12-01' })).status).toBe(201);
    expect((await elsewhere()('GET', `/titles?uscc=${uscc}`)).body.items).toEqual([]);
  });

  it('leaves its days free from its revocation on', async () => {
    const uscc = firm();
    const { body } = await grant({ uscc });
    await revoke(body.id);
    expect((await grant({ uscc, from: '2025-05-31' })).status).toBe(409);
    const second = await grant({ uscc, from: '2025-06-01' });
    expect(second.status).toBe(201);
    // What is taken back from its first day on was never in force.
    expect((await revoke(second.body.id)).body.revokedOn).toBe('2025-06-01');
    expect((await grant({ uscc, from: '2025-06-01' })).status).toBe(201);
  });

  it('is answered with the same bytes when its key comes again', async () => {
    const body = { uscc: firm(), titleCode: 'hnte', from: '2024-12-02', document: 'GR1' };
    const headers = { 'idempotency-key': 'title-grant-00000001' };
    const first = await officer()('POST', '/titles', { body, headers });
    const repeat = await officer()('POST', '/titles', { body, headers });
    expect([repeat.status, repeat.body, repeat.headers.get('idempotent-replayed')]).toEqual([
      201,
      first.body,
      'true',
    ]);
    const other = await officer()('POST', '/titles', { body: { ...body, document: 'GR2' }, headers });
    expect(other.status).toBe(422);
    expect(await announced(first.body.id)).toHaveLength(1);
  });

  it('is revoked only by who has seen it as it stands', async () => {
    const { body } = await grant();
    expect((await revoke(body.id, {}, { 'if-match': `"${body.id}-9"` })).status).toBe(412);
    expect((await revoke(body.id, {}, { 'if-match': `"${body.id}-1"` })).status).toBe(200);
  });

  it('is not there for another park', async () => {
    const { body } = await grant();
    expect((await elsewhere()('GET', `/titles/${body.id}`)).status).toBe(404);
    const revocation = { revokedOn: '2025-06-01', reason: '误登', document: 'X' };
    const moved = await elsewhere()('POST', `/titles/${body.id}/actions/revoke`, { body: revocation });
    expect(moved.status).toBe(404);
    expect((await officer()('GET', `/titles/${body.id}`)).body.state).toBe('GRANTED');
  });

  it('stands in the ledger with each step', async () => {
    const { body } = await grant();
    await revoke(body.id);
    const { body: lines } = await server.as({ roles: 'admin' })('GET', '/ledger-export');
    const entries = String(lines)
      .trim()
      .split('\n')
      .filter((text) => text.includes(body.id));
    expect(entries).toHaveLength(2);
  });
});

describe('what is refused', () => {
  it.each([
    [{ uscc: '91350582MA0000016J' }, 422, '/uscc'],
    [{ uscc: '1' }, 400, '/uscc'],
    [{ titleCode: 'nobel-prize' }, 422, '/titleCode'],
    [{ titleCode: 'HNTE 1' }, 400, '/titleCode'],
    [{ from: '2025-09-25' }, 422, '/from'],
    [{ from: '0001-01-01' }, 400, '/from'],
    [{ from: '2025-02-30' }, 400, '/from'],
    [{ until: '2024-12-01' }, 422, '/until'],
    [{ until: '9999-12-31' }, 400, '/until'],
    [{ until: null }, 400, '/until'],
    [{ document: '  ' }, 400, '/document'],
    [{ document: 'x'.repeat(101) }, 400, '/document'],
    [{ batch: 3 }, 400, '/batch'],
    [{ state: 'REVOKED' }, 400, '/state'],
  ])('a grant with %j: %d at %s', async (more, status, pointer) => {
    const answer = await grant(more);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  });

  it.each([
    [{ revokedOn: '2024-12-01' }, 422, '/revokedOn'],
    [{ revokedOn: '2025-09-25' }, 422, '/revokedOn'],
    [{ reason: '' }, 400, '/reason'],
    [{ document: undefined }, 400, '/document'],
    [{ note: '' }, 400, '/note'],
  ])('a revocation with %j: %d at %s', async (more, status, pointer) => {
    const { body } = await grant();
    const answer = await revoke(body.id, more);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([status, pointer]);
  });

  it('a revocation of what has run out', async () => {
    const { body } = await grant({ from: '2023-01-01', until: '2023-12-31' });
    expect((await revoke(body.id)).status).toBe(422);
  });
});

describe('the list of titles', () => {
  it('is read in pages, of a firm, of a kind, on a day', async () => {
    const uscc = firm();
    const ids: string[] = [];
    for (const more of [
      { titleCode: 'hnte', from: '2024-12-02' },
      { titleCode: 'tech-sme', from: '2024-05-01', until: '2025-04-30' },
      { titleCode: 'chain-leader', from: '2025-01-01' },
    ]) {
      ids.unshift((await grant({ uscc, ...more })).body.id);
    }
    await revoke(ids[0] ?? '', { revokedOn: '2025-06-01' });
    const list = async (query: string): Promise<string[]> => {
      const { body } = await officer()('GET', `/titles?uscc=${uscc}${query}`);
      return body.items.map(({ id }: { id: string }) => id);
    };
    const [chain = '', sme = '', hnte = ''] = ids;
    expect(await list('')).toEqual([chain, sme, hnte]);
    expect(await list('&titleCode=hnte')).toEqual([hnte]);
    expect(await list('&on=2025-04-30')).toEqual([chain, sme, hnte]);
    expect(await list('&on=2025-05-31')).toEqual([chain, hnte]);
    expect(await list('&on=2025-06-01')).toEqual([hnte]);
    expect(await list('&on=2024-05-01')).toEqual([sme]);

    const first = await officer()('GET', `/titles?uscc=${uscc}&limit=2`);
    expect(first.body.items.map(({ id }: { id: string }) => id)).toEqual([chain, sme]);
    const rest = await officer()('GET', `/titles?uscc=${uscc}&limit=2&cursor=${first.body.next}`);
    expect([rest.body.items.map(({ id }: { id: string }) => id), rest.body.next]).toEqual([[hnte], null]);
    expect((await officer()('GET', `/titles?limit=2&cursor=${first.body.next}`)).status).toBe(400);
  });

  it.each(['?on=2025-02-30', '?on=0000-01-01', '?uscc=1', '?titleCode=A%20B', '?limit=0', '?colour=red'])(
    'refuses %s',
    async (query) => {
      expect([400, 422]).toContain((await officer()('GET', `/titles${query}`)).status);
    },
  );

  it('knows the titles of the catalogue, none of them official', async () => {
    const { body } = await officer()('GET', '/title-kinds');
    expect(body.items).toHaveLength(8);
    expect(body.items).toContainEqual({
      code: 'hnte',
      name: { zh: '高新技术企业', en: 'high and new technology enterprise' },
      level: 'NATIONAL',
      termYears: 3,
      ruleVersion: '国科发火〔2016〕32号',
      official: false,
    });
  });
});
