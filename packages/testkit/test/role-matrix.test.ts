import { describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createMovableClock } from '../src/movable-clock.ts';
import { roleMatrix } from '../src/role-matrix.ts';
import { createTestIssuer } from '../src/tokens.ts';

describe('the role matrix', () => {
  it('names a status for every role of every route, and 401 without a token', () => {
    const cases = roleMatrix(
      [{ route: 'GET /things', allowed: ['officer'], status: 200, refused: 404 }],
      ['officer', 'bank'],
    );
    expect(cases.map(({ role, expected }) => [role, expected])).toEqual([
      [null, 401],
      ['officer', 200],
      ['bank', 404],
    ]);
  });
});

describe('the movable clock', () => {
  it('stands still until it is moved', () => {
    const clock = createMovableClock('2025-09-01T01:00:00Z');
    clock.advance({ days: 1, hours: 2, minutes: 3, ms: 4 });
    expect(clock.now().toISOString()).toBe('2025-09-02T03:03:00.004Z');
    clock.set('2025-01-01T00:00:00Z');
    expect(clock.now().toISOString()).toBe('2025-01-01T00:00:00.000Z');
  });
});

describe('the test issuer', () => {
  it('signs tokens its own key set verifies, over HTTP too', async () => {
    const issuer = await createTestIssuer();
    const { jwksUrl, close } = await issuer.serve();
    const served = await (await fetch(jwksUrl)).json();
    await close();
    expect(served).toEqual(issuer.jwks);
    const token = await issuer.token({
      roles: 'officer',
      grids: ['JJ-01'],
      scopes: ['grievance:read', 'pii:read'],
    });
    const { payload } = await jwtVerify(token, createLocalJWKSet(issuer.jwks), {
      issuer: issuer.issuer,
      audience: issuer.audience,
    });
    expect(payload).toMatchObject({ park: 'jinjiang', roles: ['officer'], grids: ['JJ-01'] });
    expect(payload.scope).toBe('grievance:read pii:read');
  });

  it('can sign an expired one', async () => {
    const issuer = await createTestIssuer();
    const token = await issuer.token({ expiresIn: -60 });
    await expect(jwtVerify(token, createLocalJWKSet(issuer.jwks))).rejects.toThrow(
      '"exp" claim timestamp check failed',
    );
  });
});
