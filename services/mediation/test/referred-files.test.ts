import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileLink } from '@qinwu/platform/files/file-link';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { CONTENT, hear, referral } from './referral-event.ts';
import { FIRM, WINDOW, withRoster } from './roster.ts';

const [FILE = { fileId: '', sha256: '', name: '' }] = CONTENT.attachments;

let service: MediationService;
/** A referred case with mediator M1. */
let id: string;
beforeAll(async () => {
  service = await startMediationService();
  id = await referredCase();
  const roster = withRoster(service);
  const { id: mediator } = await roster.enter('M1');
  expect((await roster.name(id, [mediator])).status).toBe(201);
});
afterAll(() => service?.close());

async function referredCase(): Promise<string> {
  await hear(service, referral(service, randomUUID()));
  const { body } = await service.as(WINDOW)('GET', '/cases?number=GR-20250901-000001');
  return body.items[0].id;
}

const MEDIATOR = { roles: 'mediator', sub: 'account-M1' } as const;
const ask = (claims: Parameters<MediationService['as']>[0], file: string = FILE.fileId) =>
  service.as(claims)('GET', `/cases/${id}/referred-files/${file}`);

describe('a file of the grievance a case was referred from', () => {
  it.each([
    ['a mediator of the case', MEDIATOR],
    ['the window', WINDOW],
  ])('is given to %s as a link that its owner can check, with the sight on record', async (_who, claims) => {
    const { status, headers, body } = await ask(claims);
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toMatchObject({ fileId: FILE.fileId, name: FILE.name, sha256: FILE.sha256 });
    const url = new URL(body.url, 'http://park.example');
    expect(url.pathname).toBe(`/grievance/v1/granted-files/${FILE.fileId}`);
    const claimed = readFileLink(service.deps.keyring, 'grievance', url.searchParams.get('link') ?? '');
    expect(claimed).toEqual({
      park: 'jinjiang',
      file: FILE.fileId,
      listener: 'mediation',
      reader: claims.sub,
      until: Date.parse(body.expiresAt) / 1_000,
    });
    const { rows } = await service.deps.db.pool.query(
      'select actor from disclosure where case_id = $1 and fields = $2',
      [id, [`referredFiles/${FILE.fileId}`]],
    );
    expect(rows).toContainEqual({ actor: claims.sub });
  });

  it('is not known to the other side, to mediators of other cases, nor under another id', async () => {
    const asParty = await service.as(FIRM)('GET', `/cases/${id}`);
    expect(asParty).toMatchObject({ status: 200, body: { referredFiles: [] } });
    expect((await ask(FIRM)).status).toBe(403);
    expect((await ask({ roles: 'mediator', sub: 'account-M2' })).status).toBe(404);
    expect((await ask({ ...WINDOW, park: 'elsewhere' })).status).toBe(404);
    // Somebody who works for the window and speaks for a party stands in the case as that party.
    expect((await ask({ ...FIRM, roles: ['dispatcher', 'enterprise'] })).status).toBe(404);
    const other = await ask(MEDIATOR, randomUUID());
    expect(other).toMatchObject({ status: 404, body: { type: 'urn:qinwu:problem:referred-file-missing' } });
  });
});
