import { expect } from '@jest/globals';
import { INTAKE, type MediationService } from './mediation-service.ts';
import { spokenTo } from './recorded-words.ts';

export const ADMIN = { roles: 'admin', sub: 'admin-1' } as const;
export const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
export const WORKER = { roles: 'party', sub: 'worker-1' } as const;
export const FIRM = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;

export const ENTRY = {
  name: '蔡文静',
  organisation: { kind: 'window', name: '涉企纠纷综合窗口' },
  kinds: ['tea-table'],
  languages: ['zh', 'nan'],
  certifiedFrom: '2025-01-01',
  certifiedUntil: '2027-12-31',
} as const;

/** What the tests of mediators and sessions begin with. */
export function withRoster(service: MediationService) {
  const post = (path: string, body: object, claims: object = WINDOW, headers: Record<string, string> = {}) =>
    service.as(claims)('POST', path, { body, headers });
  const put = (path: string, body: object, headers: Record<string, string> = {}) =>
    service.as(ADMIN)('PUT', path, { body, headers });

  /** Enters a mediator whose account is `account-<code>`. */
  const enter = async (code: string, over: object = {}) => {
    const reply = await put(`/mediators/${code}`, { ...ENTRY, subject: `account-${code}`, ...over });
    expect(reply.status).toBe(201);
    return reply.body;
  };
  const enterRoom = async (code: string) => {
    expect((await put(`/rooms/${code}`, { name: `${code} 调解室`, seats: 8 })).status).toBe(201);
  };
  const register = async (over: object = {}) => {
    const { status, body } = await post('/cases', { ...INTAKE, ...over });
    expect(status).toBe(201);
    return body;
  };
  const name = (id: string, mediators: readonly string[], more: object = {}) =>
    post(`/cases/${id}/mediators`, { mediators, ...more });
  /** A case in mediation with these mediators. */
  const mediating = async (mediators: readonly string[], over: object = {}) => {
    const { id, parties } = await register(over);
    await post(`/cases/${id}/actions/consent`, { party: parties[1].id, ...spokenTo(service) });
    await post(`/cases/${id}/actions/accept`, {});
    expect((await name(id, mediators)).status).toBe(201);
    const started = await post(`/cases/${id}/actions/start`, {});
    expect(started.status).toBe(200);
    return started.body;
  };
  const mediatorCalled = (code: string) => ({ roles: 'mediator', sub: `account-${code}` }) as const;
  return { post, put, enter, enterRoom, register, name, mediating, mediatorCalled };
}

export type Roster = ReturnType<typeof withRoster>;
