import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, enterTax, firm } from './run-park.ts';

let service: CreditService;
const owner = (n = 1) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });
const officer = () => service.as({ roles: 'officer', sub: 'officer' });

beforeAll(async () => {
  service = await startCreditService();
  for (const n of [1, 2]) await enterFirm(service, n);
});
afterAll(() => service.close());

async function upload(who: ReturnType<typeof owner>): Promise<{ id: string; sha256: string }> {
  const form = new FormData();
  form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), '审计报告.pdf');
  const { status, body } = await who('POST', '/files', { form });
  expect(status).toBe(201);
  return body;
}

const declare = (evidence: string[], n = 1, code = 'T1') =>
  owner(n)('POST', '/indicator-values', {
    body: {
      uscc: firm(n),
      code,
      value: '300',
      unit: '万元',
      source: 'declaration',
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      validFrom: '2025-01-01',
      evidence,
    },
  });

describe('what proves a value', () => {
  it('is kept with every version of it, with its hash in the ledger', async () => {
    const file = await upload(owner());
    const { status, body } = await declare([file.id]);
    expect([status, body.evidence]).toEqual([201, [file.id]]);
    await officer()('POST', `/indicator-values/${body.id}/actions/verify`, { body: {} });
    const versions = await officer()('GET', `/indicator-values/${body.id}/versions`);
    expect(versions.body.items.map(({ evidence }: { evidence: string[] }) => evidence)).toEqual([
      [file.id],
      [file.id],
    ]);
    const { rows } = await service.deps.db.pool.query<{ body: string }>(
      'select body from ledger where case_id = $1 and seq = 1',
      [body.id],
    );
    expect(rows[0]?.body).toContain(file.sha256);
  });

  it('is read by who sees the value, and by nobody else', async () => {
    const file = await upload(owner());
    expect((await officer()('GET', `/files/${file.id}`)).status).toBe(404);
    await declare([file.id], 1, 'G1');
    expect((await officer()('GET', `/files/${file.id}`)).status).toBe(200);
    expect((await owner(2)('GET', `/files/${file.id}`)).status).toBe(404);
  });

  it('is the sender’s own, and proves one thing', async () => {
    const theirs = await upload(owner(2));
    const own = await upload(owner());
    await declare([own.id], 1, 'G5');
    for (const ids of [[theirs.id], [own.id], ['0198c5c4-2f6e-7b9a-8f00-00000000dead']]) {
      const { status, body } = await declare(ids, 1, 'G3');
      expect([status, body.errors[0].pointer]).toEqual([422, '/evidence']);
    }
  });
});

it('the scan of an authorisation belongs to its consent, and is the enterprise’s to see', async () => {
  const admin = service.as({ roles: 'admin', sub: 'admin' });
  await admin('PUT', '/banks/kj', { body: { name: '科技支行' } });
  const { id: scan } = await upload(owner());
  const body = {
    uscc: firm(1),
    grantee: 'kj',
    scopes: ['grade'],
    purpose: 'insurance',
    validUntil: '2099-01-01',
    scan,
  };
  const { status, body: granted } = await owner()('POST', '/consents', { body });
  expect([status, granted.scan]).toEqual([201, scan]);
  expect((await officer()('GET', `/files/${scan}`)).status).toBe(200);
  expect((await owner(2)('GET', `/files/${scan}`)).status).toBe(404);
  const again = await owner()('POST', '/consents', { body });
  expect([again.status, again.body.errors[0].pointer]).toEqual([422, '/scan']);
});

describe('a correction', () => {
  const act = (who: ReturnType<typeof owner>, id: string, action: string, body: object) =>
    who('POST', `/indicator-values/${id}/actions/${action}`, { body });
  const values = async (id: string) => {
    const { body } = await officer()('GET', `/indicator-values/${id}/versions`);
    return body.items.map(({ value, state }: { value: string; state: string }) => [value, state]);
  };

  it('of what another source states is the next version, and counts at once', async () => {
    const id = await enterTax(service, 2, { code: 'T3', value: '5', unit: '%' });
    const { status, body } = await act(officer(), id, 'correct', { value: '6.5', note: '汇算清缴后更正' });
    expect([status, body.value, body.state, body.version]).toEqual([200, '6.5', 'VERIFIED', 2]);
    expect(await values(id)).toEqual([
      ['5', 'VERIFIED'],
      ['6.5', 'VERIFIED'],
    ]);
    const { rows } = await service.deps.db.pool.query<{ slots: string[] }>(
      'select slots from input_vector where uscc = $1',
      [firm(2)],
    );
    expect(rows[0]?.slots).toContain('65000');
    expect((await act(owner(2), id, 'redeclare', { value: '7' })).status).toBe(403);
  });

  it('of a declaration is the enterprise’s, and examined again', async () => {
    const { body } = await declare([], 2);
    await act(officer(), body.id, 'verify', {});
    expect((await act(officer(), body.id, 'correct', { value: '1' })).status).toBe(403);
    const anew = await act(owner(2), body.id, 'redeclare', { value: '310' });
    expect(anew.body).toMatchObject({ value: '310', state: 'DECLARED', verifiedBy: null });
    await act(officer(), body.id, 'reject', {});
    await act(owner(2), body.id, 'redeclare', { value: '305' });
    expect(await values(body.id)).toEqual([
      ['300', 'DECLARED'],
      ['300', 'VERIFIED'],
      ['310', 'DECLARED'],
      ['310', 'REJECTED'],
      ['305', 'DECLARED'],
    ]);
  });

  it('that cannot be is refused', async () => {
    const { body } = await declare([], 2, 'G1');
    await act(officer(), body.id, 'reject', {});
    expect((await declare([], 2, 'G1')).status).toBe(201);
    const taken = await act(owner(2), body.id, 'redeclare', { value: '310' });
    expect([taken.status, taken.body.type]).toEqual([409, 'urn:qinwu:problem:days-taken']);
    const id = await enterTax(service, 2, { code: 'G5', value: '5', unit: '万元' });
    expect((await act(officer(), id, 'correct', { value: '-1' })).status).toBe(422);
    expect((await act(officer(), id, 'correct', { value: 'NaN' })).status).toBe(400);
  });
});
