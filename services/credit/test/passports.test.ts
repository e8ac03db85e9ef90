import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { present } from '../src/sd-jwt.ts';
import { openSigner, type Signer } from '../src/signer.ts';
import { type CreditService, signingKey, startCreditService } from './credit-service.ts';
import { type DocumentedVerifier, openDocumentedVerifier } from './documented-verifier.ts';
import { enterFirm, enterTax, firm, publishModel } from './run-park.ts';

const KIND = 'qinwu-passport+sd-jwt';
const TOLD = ['asOf', 'exp', 'iat', 'iss', 'model', 'sub'];
const PARTS = [
  'grade',
  'stage',
  'total',
  'titles',
  'missing',
  'contributions',
  'reasons',
  'values',
  'inputHash',
];
let service: CreditService;
let documented: DocumentedVerifier;
let keys: object;

beforeAll(async () => {
  service = await startCreditService();
  documented = await openDocumentedVerifier();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
  for (const n of [1, 2]) {
    await enterFirm(service, n);
    await enterTax(service, n, { code: 'G3', value: '800', unit: '万元' });
  }
  await enterTax(service, 2, { code: 'G6', value: '12.3456', unit: '%' });
  keys = (await (await fetch(`${service.url}/credit/v1/passport-keys`)).json()) as object;
});
afterAll(async () => {
  await service.close();
  await documented.close();
});

const owner = (n: number) => service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever member it expects
async function passport(n: number, query = ''): Promise<any> {
  const { status, body } = await owner(n)('GET', `/enterprises/${firm(n)}/passport${query}`);
  expect(status).toBe(200);
  return body;
}

const jwtOf = (text: string): string => text.split('~')[0] ?? '';
const partsOf = (text: string): string[] => text.split('~').slice(1, -1);
const decode = (text: string): string => Buffer.from(text, 'base64url').toString();
const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const digestsOf = (text: string): string[] => decodeJwt<{ _sd: string[] }>(jwtOf(text))._sd;

/** Everything somebody without the issuer's word can read in a text. */
function readable(text: string): string {
  const [header = '', payload = ''] = jwtOf(text).split('.');
  return [header, payload, ...partsOf(text)].map(decode).join('\n');
}

describe('a passport', () => {
  it('is verified offline and says what its plain form says', async () => {
    const { uscc, score, signed, validUntil } = await passport(2);
    const { sub, iss, iat, exp, ...claims } = await documented.verify(signed, keys);
    expect({ sub, iss, claims }).toEqual({ sub: uscc, iss: 'qinwu:credit', claims: score });
    expect(Object.keys(score)).toEqual(['model', 'asOf', ...PARTS]);
    expect(score).toMatchObject({ model: { scheme: 'innovation-points', official: false } });
    expect(score.values).toContainEqual(expect.objectContaining({ code: 'G6', value: '12.3456' }));
    expect(exp).toBe(Math.floor(Date.parse(validUntil) / 1000));
    expect(decodeProtectedHeader(jwtOf(signed))).toMatchObject({ alg: 'EdDSA', typ: KIND });
  });

  it('cut by hand tells the grade and nothing else', async () => {
    const answer = await passport(2);
    const cut = await documented.cutToGrade(answer);
    expect(cut).toBe(present(jwtOf(answer.signed), [answer.disclosures.grade]));
    const claims = await documented.verify(cut, keys);
    expect(Object.keys(claims).toSorted()).toEqual([...TOLD, 'grade'].toSorted());
    expect(claims.grade).toBe(answer.score.grade);
    expect((await documented.readParts(cut)).map((line) => JSON.parse(line).slice(1))).toEqual([
      ['grade', answer.score.grade],
    ]);

    const { total, stage, inputHash, contributions, values } = answer.score;
    const words = contributions.flatMap(({ code, zh, en }: Record<string, string>) => [`"${code}"`, zh, en]);
    // In quotes: digits alone stand in an instant or a digest by chance.
    const worth = values.map(({ value }: { value: string }) => `"${value}"`);
    const names = PARTS.slice(1).map((name) => `"${name}"`);
    const kept = [...names, `"${total}"`, `"${stage}"`, inputHash, ...words, ...worth];
    const told = readable(cut);
    for (const secret of kept) expect(told).not.toContain(secret);
    // The same search finds all of it where it is shown.
    for (const secret of kept) expect(readable(answer.signed)).toContain(secret);
  });

  it.each(PARTS)('shows its part %s alone', async (name) => {
    const { signed, disclosures, score } = await passport(1);
    const claims = await documented.verify(present(jwtOf(signed), [disclosures[name]]), keys);
    expect(Object.keys(claims).toSorted()).toEqual([...TOLD, name].toSorted());
    expect(claims[name]).toEqual(score[name]);
  });

  it.each([
    ['grade', ['grade']],
    ['score', ['grade', 'stage', 'total', 'titles']],
    ['full', PARTS],
  ])('is handed out with what disclose=%s asks for', async (disclose, names) => {
    const { signed, disclosures, score } = await passport(1, `?disclose=${disclose}`);
    expect(Object.keys(disclosures)).toEqual(names);
    expect(partsOf(signed)).toEqual(Object.values(disclosures));
    expect(Object.keys(score)).toEqual(['model', 'asOf', ...names]);
    expect(digestsOf(signed)).toHaveLength(PARTS.length);
  });

  it('has salts of its own each time, and a number of digests that tells nothing', async () => {
    const texts: string[] = [];
    for (const n of [1, 1, 2]) texts.push((await passport(n)).signed);
    const digests = texts.flatMap(digestsOf);
    expect(digests).toHaveLength(3 * PARTS.length);
    expect(new Set(digests).size).toBe(3 * PARTS.length);
    const salts = texts.flatMap(partsOf).map((part) => JSON.parse(decode(part))[0]);
    expect(new Set(salts).size).toBe(3 * PARTS.length);
    for (const text of texts) expect(digestsOf(text)).toEqual(digestsOf(text).toSorted());
  });

  it('is the enterprise’s own, and nobody else’s to have issued', async () => {
    const asked = `/enterprises/${firm(1)}/passport`;
    for (const roles of ['bank', 'officer', 'supervisor', 'client', 'admin', 'statistician'] as const) {
      const { status } = await service.as({ roles, sub: 'somebody', org: firm(1) })('GET', asked);
      expect({ roles, status }).toEqual({ roles, status: 403 });
    }
    expect((await owner(2)('GET', asked)).status).toBe(404);
    const both = service.as({ roles: ['enterprise', 'officer'], sub: 'both', org: firm(2) });
    expect((await both('GET', asked)).status).toBe(404);
  });

  it('is written down each time it is issued, and when it cannot be', async () => {
    await enterFirm(service, 3);
    const log = async (n: number) => {
      const { body } = await owner(n)('GET', `/enterprises/${firm(n)}/portrait-reads`);
      return body.items.map(({ reader, purpose, outcome }: Record<string, string>) => [
        reader,
        purpose,
        outcome,
      ]);
    };
    expect((await owner(3)('GET', `/enterprises/${firm(3)}/passport`)).status).toBe(409);
    expect(await log(3)).toEqual([['owner-3', 'own-passport', 'not-scored']]);
    await enterTax(service, 3, { code: 'G3', value: '800', unit: '万元' });
    for (const query of ['', '?disclose=grade']) await passport(3, query);
    const given = ['owner-3', 'own-passport', 'given'];
    expect(await log(3)).toEqual([given, given, ['owner-3', 'own-passport', 'not-scored']]);
    expect((await owner(3)('GET', `/enterprises/${firm(2)}/passport`)).status).toBe(404);
    expect((await log(2)).every(([reader]: string[]) => reader === 'owner-2')).toBe(true);
  });
});

describe('a verifier', () => {
  const foreign = /altered, doubled or of another passport/;
  const regraded = (part: string): string => encode([JSON.parse(decode(part))[0], 'grade', 'AAA']);
  const term = (days: number) => ({
    subject: firm(1),
    issuer: 'qinwu:credit',
    issuedAt: new Date(Date.now() - 40 * 86_400_000),
    expiresAt: new Date(Date.now() + days * 86_400_000),
  });
  /** A passport nobody asked for, signed all the same. */
  async function signedBy(signer: Signer, shown: Record<string, unknown>, days = 1): Promise<string> {
    const { jwt, disclosures } = await signer.signConcealing(KIND, { told: {}, shown }, term(days));
    return present(jwt, disclosures.values());
  }

  it.each<[string, RegExp, (own: string, other: string) => string | Promise<string>]>([
    ['an altered part', foreign, (own) => present(jwtOf(own), partsOf(own).map(regraded).slice(0, 1))],
    ['another enterprise’s part', foreign, (own, other) => present(jwtOf(own), partsOf(other))],
    ['an added part', foreign, (own) => `${own}${encode(['c2FsdA', 'guarantee', 'yes'])}~`],
    ['an empty part', foreign, (own) => `${own}~`],
    ['a part twice', foreign, (own) => `${own}${partsOf(own)[0]}~`],
    ['a text that is cut short', /ends in ~/, (own) => own.slice(0, -1)],
    [
      'another enterprise’s signature',
      /signature verification failed/,
      (own, other) => own.replace(/\.[^.~]+~/, `.${jwtOf(other).split('.')[2]}~`),
    ],
    ['what has expired', /"exp" claim/, () => signedBy(service.deps.signer, { grade: 'A' }, -1)],
    [
      'another key',
      /no applicable key/,
      async () => signedBy(await openSigner(signingKey()), { grade: 'A' }),
    ],
    [
      'another enterprise by a part',
      /no part may be sub/,
      () => signedBy(service.deps.signer, { sub: firm(2) }),
    ],
    ['digests in a part', /no part may be _sd/, () => signedBy(service.deps.signer, { _sd: [] })],
    [
      'a digest twice',
      /digest stands twice/,
      async () =>
        `${await service.deps.signer.sign(KIND, { _sd: ['a', 'a'], _sd_alg: 'sha-256' }, term(1))}~`,
    ],
    [
      'digests of another kind',
      /unknown kind of digest/,
      async () => `${await service.deps.signer.sign(KIND, { _sd: [], _sd_alg: 'md5' }, term(1))}~`,
    ],
    [
      'a portrait',
      /"typ" JWT header/,
      async () => `${await service.deps.signer.sign('qinwu-portrait+jwt', { grade: 'A' }, term(1))}~`,
    ],
  ])('refuses %s', async (_, reason, alter) => {
    const [own, other] = [(await passport(1)).signed, (await passport(2)).signed];
    await expect(documented.verify(await alter(own, other), keys)).rejects.toThrow(reason);
  });
});
