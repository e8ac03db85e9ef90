import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import * as tables from '../src/store/consents/tables.ts';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, enterTax, firm, publishModel } from './run-park.ts';

const BANK = '91350582MA0000015J';
const AGENCY = '91350582MA0000023D';
let service: CreditService;

const admin = () => service.as({ roles: 'admin', sub: 'admin' });
const owner = (n = 1) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });
const teller = (org = BANK) => service.as({ roles: 'bank', sub: 'teller', org });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
  for (const n of [1, 2]) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '800', unit: '万元' });
  }
  await admin()('PUT', '/banks/kj', { body: { name: '科技支行', kind: 'branch', org: BANK } });
  const filed = { name: '示例征信', kind: 'agency', org: AGENCY, filingNumber: '厦门征信备〔2024〕1号' };
  await admin()('PUT', '/banks/filed', { body: filed });
});
afterAll(() => service.close());

async function deliver(mode: string, more: object = {}): Promise<number> {
  const body = { mode, ...more };
  const first = await admin()('PUT', '/delivery', { body });
  if (first.status !== 428) return first.status;
  return (await admin()('PUT', '/delivery', { body, headers: { 'if-match': '*' } })).status;
}

const REVIEW = { reviewDocument: '法审〔2026〕1号', reviewedBy: '某律师', reviewedOn: '2026-01-05' };

async function consent(more: object = {}, n = 1): Promise<string> {
  const body = {
    uscc: firm(n),
    grantee: 'kj',
    scopes: ['grade', 'score'],
    purpose: 'credit-granting',
    validUntil: '2099-06-30',
    ...more,
  };
  const answer = await owner(n)('POST', '/consents', { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

const portrait = (who: ReturnType<typeof admin>, n = 1, purpose = 'credit-granting') =>
  who('GET', `/enterprises/${firm(n)}/portrait?purpose=${purpose}`);
const revoke = (id: string, n = 1) => owner(n)('POST', `/consents/${id}/actions/revoke`, { body: {} });

async function outcomes(n = 1): Promise<string[]> {
  const { body } = await owner(n)('GET', `/enterprises/${firm(n)}/portrait-reads?limit=100`);
  return body.items.map(({ outcome }: { outcome: string }) => outcome);
}

async function keys(): Promise<JSONWebKeySet> {
  return (await (await fetch(`${service.url}/credit/v1/passport-keys`)).json()) as JSONWebKeySet;
}

it.each(Object.values(tables))('table %# stands as its migration makes it', async (table) => {
  expect(await schemaDrift(service.deps.db, [table])).toEqual([]);
});

describe('a portrait', () => {
  beforeEach(() => deliver('direct', REVIEW));

  it('is given to whom the enterprise consented, as far as it did, and signed', async () => {
    await consent();
    const { status, body } = await portrait(teller());
    expect(status).toBe(200);
    expect(body).toMatchObject({
      uscc: firm(1),
      lines: null,
      risks: null,
      score: { grade: expect.any(String) },
    });
    expect(body.score.contributions).toBeUndefined();
    const { payload } = await jwtVerify(body.signed, createLocalJWKSet(await keys()), {
      typ: 'qinwu-portrait+jwt',
    });
    const { signed: _, ...claims } = body;
    expect(payload).toMatchObject(claims);
    expect((await outcomes())[0]).toBe('given');
  });

  it('warns of what stands against the enterprise, as far as the consent goes', async () => {
    const officer = service.as({ roles: 'officer', sub: 'officer' });
    const document = { uscc: firm(1), code: 'N2', kind: 'judgment', number: '（2025）闽0582民初1号' };
    const days = { issuer: '晋江市人民法院', effectiveFrom: '2025-03-01' };
    const { body: made } = await officer('POST', '/adverse-documents', { body: { ...document, ...days } });
    await officer('POST', '/adverse-documents', {
      body: { ...document, number: '已过期', ...days, effectiveUntil: '2025-06-30' },
    });
    await consent({ purpose: 'insurance', scopes: ['grade', 'lines'] });
    expect((await portrait(teller(), 1, 'insurance')).body).toMatchObject({ documents: null, risks: [] });
    await consent({ purpose: 'post-loan', scopes: ['grade', 'score', 'explanation'] });
    const read = await portrait(teller(), 1, 'post-loan');
    expect(read.body).toMatchObject({
      lines: null,
      documents: [{ number: document.number, code: 'N2', kind: 'judgment', effectiveUntil: null }],
      risks: ['adverse-document'],
    });
    await officer('POST', `/adverse-documents/${made.id}/actions/repair`, {
      body: { repairedOn: '2025-09-01', repairNumber: '泉信修〔2025〕3号' },
    });
    expect((await portrait(teller(), 1, 'post-loan')).body).toMatchObject({ documents: [], risks: [] });
  });

  it.each([
    ['consent-missing', async () => undefined, 'credit-granting'],
    ['consent-revoked', async () => void (await revoke(await consent({}, 2), 2)), 'credit-granting'],
    ['purpose-not-consented', async () => void (await consent({}, 2)), 'post-loan'],
    [
      'consent-expired',
      async () => {
        await service.deps.db.pool.query(`update consent set valid_until = '2025-01-01' where uscc = $1`, [
          firm(2),
        ]);
      },
      'credit-granting',
    ],
  ])('is refused where it is %s, and that is written down', async (refusal, arrange, purpose) => {
    await arrange();
    const { status, body } = await portrait(teller(), 2, purpose);
    expect([status, body.type]).toEqual([403, `urn:qinwu:problem:${refusal}`]);
    expect((await outcomes(2))[0]).toBe(refusal);
  });

  it('that could not be given, for want of a score, is written down as that', async () => {
    await enterFirm(service, 3);
    await consent({}, 3);
    const { status, body } = await portrait(teller(), 3);
    expect([status, body.type]).toEqual([409, 'urn:qinwu:problem:stage-unknown']);
    expect(await outcomes(3)).toEqual(['not-scored']);
    expect((await portrait(teller(), 99)).body.type).toContain('consent-missing');
  });

  it('is for no stranger, and for banks only where the park has a legal review', async () => {
    await consent({ grantee: 'filed' });
    expect((await portrait(teller('91350582MA0000031B'))).body.type).toContain('reader-unknown');
    expect(await deliver('agency')).toBe(200);
    expect((await portrait(teller())).body.type).toContain('delivery-off');
    expect((await portrait(teller(AGENCY))).status).toBe(200);
    expect(await deliver('own-passport')).toBe(200);
    expect((await portrait(teller(AGENCY))).body.type).toContain('delivery-off');
    expect(await deliver('direct', { ...REVIEW, reviewedOn: '2099-01-01' })).toBe(422);
  });

  it('goes straight to banks by the review on record, which other choices leave there', async () => {
    const elsewhere = service.as({ roles: 'admin', sub: 'admin', park: 'elsewhere' });
    const headers = { 'if-match': '*' };
    const choose = (body: object) => elsewhere('PUT', '/delivery', { body, headers });
    expect((await elsewhere('PUT', '/delivery', { body: { mode: 'direct' } })).status).toBe(422);
    expect((await elsewhere('PUT', '/delivery', { body: { mode: 'direct', ...REVIEW } })).status).toBe(200);
    expect((await choose({ mode: 'agency', reviewedBy: '另一律师' })).status).toBe(422);
    expect((await choose({ mode: 'agency' })).body).toMatchObject({ mode: 'agency', ...REVIEW });
    const again = await choose({ mode: 'direct' });
    expect([again.status, again.body]).toEqual([200, expect.objectContaining({ mode: 'direct', ...REVIEW })]);
    const newer = { reviewDocument: '法审〔2026〕9号', reviewedBy: '另一律师', reviewedOn: '2026-02-01' };
    expect((await choose({ mode: 'direct', ...newer })).body).toMatchObject(newer);
  });

  it('is not given once its consent is revoked, however the two race', async () => {
    const statuses: number[] = [];
    for (let round = 0; round < 8; round++) {
      const id = await consent({ purpose: 'guarantee' });
      const reads = Array.from({ length: 4 }, () => portrait(teller(), 1, 'guarantee'));
      const [revoked, ...answers] = await Promise.all([revoke(id), ...reads]);
      expect(revoked.status).toBe(200);
      expect((await portrait(teller(), 1, 'guarantee')).status).toBe(403);
      statuses.push(...answers.map(({ status }) => status));
    }
    const { rows } = await service.deps.db.pool.query<{ outcome: string; count: number }>(
      `select outcome, count(*)::int as count from portrait_read where purpose = 'guarantee' group by outcome`,
    );
    const told = new Map(rows.map(({ outcome, count }) => [outcome, count]));
    expect(told.get('given') ?? 0).toBe(statuses.filter((status) => status === 200).length);
    const refused = [...told].reduce((sum, [outcome, count]) => sum + (outcome === 'given' ? 0 : count), 0);
    expect(refused).toBe(8 + statuses.filter((status) => status === 403).length);
  });
});

describe('a consent', () => {
  it('is the enterprise’s to grant and to revoke, once', async () => {
    const body = {
      uscc: firm(1),
      grantee: 'kj',
      scopes: ['grade'],
      purpose: 'insurance',
      validUntil: '2099-01-01',
    };
    expect((await owner(2)('POST', '/consents', { body })).status).toBe(403);
    expect((await admin()('POST', '/consents', { body })).status).toBe(403);
    const id = await consent();
    expect((await revoke(id, 2)).status).toBe(404);
    expect((await revoke(id)).body.revokedAt).not.toBeNull();
    expect((await revoke(id)).status).toBe(409);
  });

  it('to an agency says what number it is filed under, and there is none without', async () => {
    const unfiled = await admin()('PUT', '/banks/unfiled', { body: { name: '某平台', kind: 'agency' } });
    expect([unfiled.status, unfiled.body.errors[0]]).toMatchObject([422, { pointer: '/filingNumber' }]);
    await consent({ grantee: 'filed', representativeConsentOn: '2026-01-05' });
    await consent({ grantee: 'kj' });
    const { body } = await owner()('GET', `/enterprises/${firm(1)}/consents?limit=2`);
    expect(body.items).toMatchObject([
      { grantee: 'kj', granteeFilingNumber: null },
      {
        grantee: 'filed',
        granteeFilingNumber: '厦门征信备〔2024〕1号',
        representativeConsentOn: '2026-01-05',
      },
    ]);
  });

  it.each([
    [{ representativeConsentOn: '2099-01-01' }, 422, '/representativeConsentOn'],
    [{ validUntil: '2020-01-01' }, 422, '/validUntil'],
    [{ grantee: 'nobody' }, 422, '/grantee'],
    [{ scopes: [] }, 400, '/scopes'],
    [{ scopes: ['everything'] }, 400, '/scopes/0'],
    [{ purpose: 'curiosity' }, 400, '/purpose'],
    [{ revokedAt: null }, 400, '/revokedAt'],
  ])('with %j is refused: %d at %s', async (more, status, pointer) => {
    const body = {
      uscc: firm(1),
      grantee: 'kj',
      scopes: ['grade'],
      purpose: 'insurance',
      validUntil: '2099-01-01',
    };
    const answer = await owner()('POST', '/consents', { body: { ...body, ...more } });
    expect({ status: answer.status, pointer: answer.body.errors[0].pointer }).toEqual({ status, pointer });
  });
});
