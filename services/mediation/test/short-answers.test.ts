import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WINDOW } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';
import { spokenTo } from './recorded-words.ts';

const SETTINGS = {
  transferDays: 2,
  supplyDays: 10,
  nearDays: 5,
  materials: [],
  source: '园区窗口工作规程',
  official: false,
};
const MINIMAL = { prefer: 'return=minimal' };

describe('Prefer: return=minimal', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
    service.clock.set('2025-08-20T02:00:00Z');
  });
  afterAll(() => service?.close());

  const admin = (path: string, body: object, headers: object = {}) =>
    service.as({ roles: 'admin', sub: 'admin-1' })('PUT', path, {
      body,
      headers: { ...MINIMAL, ...headers },
    });

  it('is heard by a PUT that makes a record, at the address it names, and by one that changes it', async () => {
    const path = '/injury-settings/2025-09-01';
    const made = await admin(path, SETTINGS);
    expect([made.status, made.body, made.headers.get('preference-applied')]).toEqual([
      201,
      '',
      'return=minimal',
    ]);
    const etag = String(made.headers.get('etag'));
    const read = await service.as({ roles: 'admin', sub: 'admin-1' })('GET', path);
    expect([read.headers.get('etag'), read.body]).toEqual([etag, SETTINGS]);
    const changed = await admin(path, { ...SETTINGS, nearDays: 4 }, { 'if-match': etag });
    expect([changed.status, changed.body]).toEqual([204, '']);
  });

  it('is not offered where the answer is a part without an address, which comes whole', async () => {
    const { id, parties } = (await service.as(WINDOW)('POST', '/cases', { body: INTAKE })).body;
    const reply = await service.as(WINDOW)('POST', `/cases/${id}/consents`, {
      body: {
        ...{ party: parties[0].id, scope: 'account', given: true, textVersion: '2025-01' },
        ...spokenTo(service),
      },
      headers: MINIMAL,
    });
    expect(reply).toMatchObject({ status: 201, body: { party: parties[0].id, scope: 'account' } });
    expect(reply.headers.get('preference-applied')).toBeNull();
    const described = await fetch(`${service.url}/mediation/openapi.json`);
    const { paths } = (await described.json()) as {
      paths: Record<string, Record<string, { parameters?: { $ref?: string }[] }>>;
    };
    const hears = (method: string, path: string) =>
      (paths[`/mediation/v1${path}`]?.[method]?.parameters ?? []).some(({ $ref }) =>
        $ref?.endsWith('/Prefer'),
      );
    for (const part of [
      'consents',
      'sessions',
      'seals',
      'tracks',
      'mediator-choices',
      'caucus/{side}/messages',
    ]) {
      expect([part, hears('post', `/cases/{id}/${part}`)]).toEqual([part, false]);
    }
    for (const part of ['offers', 'evidence', 'agreement/signatures', 'mediators']) {
      expect([part, hears('post', `/cases/{id}/${part}`)]).toEqual([part, true]);
    }
    expect(hears('post', '/session-moves')).toBe(false);
    expect(hears('put', '/injury-settings/{validFrom}')).toBe(true);
  });
});
