import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { decodeJwt } from 'jose';
import { createIssuer } from '../src/issuer.ts';
import { loadSecrets, type Secrets } from '../src/secrets.ts';

const ORIGIN = 'http://localhost:8080';
let folder: string;
let secrets: Secrets;
let issuer: FastifyInstance;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qinwu-state-'));
  secrets = loadSecrets(join(folder, 'secrets.json'));
  issuer = await createIssuer(secrets, ORIGIN);
});

afterAll(async () => {
  await issuer.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Asked {
  form: Record<string, string>;
  basic?: string;
}

async function ask({ form, basic }: Asked): Promise<{ status: number; body: Record<string, unknown> }> {
  const authorization =
    basic === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` };
  const reply = await issuer.inject({
    method: 'POST',
    url: '/oauth/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...authorization },
    payload: new URLSearchParams(form).toString(),
  });
  return { status: reply.statusCode, body: reply.json() };
}

describe('the local token issuer', () => {
  it('gives the demo client a token of ten minutes with the scopes it asks for', async () => {
    const { id, secret } = secrets.demoClient;
    const form = { grant_type: 'client_credentials', scope: 'grievance:read pii:read' };
    const { status, body } = await ask({ form, basic: `${id}:${secret}` });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 600,
      scope: 'grievance:read pii:read',
    });
    const claims = decodeJwt(String(body.access_token));
    expect(claims).toMatchObject({
      iss: `${ORIGIN}/oauth`,
      aud: 'qinwu',
      sub: id,
      roles: ['client'],
      park: 'jinjiang',
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(600);
  });

  it.each([
    [
      'a wrong secret',
      { client_id: 'demo', client_secret: 'wrong', grant_type: 'client_credentials' },
      401,
      'invalid_client',
    ],
    ['no client', { grant_type: 'client_credentials' }, 401, 'invalid_client'],
  ])('refuses %s', async (_name, form: Record<string, string>, status, error) => {
    expect(await ask({ form })).toEqual({ status, body: { error } });
  });

  it.each([
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
    [
      'a scope that does not exist',
      { grant_type: 'client_credentials', scope: 'world:rule' },
      'invalid_scope',
    ],
  ])('refuses %s', async (_name, asked: Record<string, string>, error) => {
    const { id, secret } = secrets.demoClient;
    const form = { client_id: id, client_secret: secret, ...asked };
    expect(await ask({ form })).toEqual({ status: 400, body: { error } });
  });

  it('describes itself where OpenID Connect clients look', async () => {
    const reply = await issuer.inject({ url: '/oauth/.well-known/openid-configuration' });
    expect(reply.json()).toMatchObject({ issuer: `${ORIGIN}/oauth`, jwks_uri: `${ORIGIN}/oauth/jwks.json` });
  });

  it('keeps its secrets: a second start has the same keys', () => {
    expect(loadSecrets(join(folder, 'secrets.json'))).toEqual(secrets);
  });
});
