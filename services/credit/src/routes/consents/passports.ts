import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { scheme } from '../../fields.ts';
import { PURPOSES } from '../../money-words.ts';
import { issuePassport } from '../../use-cases/consents/passports.ts';
import { readPortrait } from '../../use-cases/consents/portraits.ts';
import { PORTRAIT_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';
import { PassportView, passportClaims, passportView } from './passport-view.ts';
import { PortraitView, portraitClaims } from './portrait-view.ts';

const tags = ['授权与画像 consents'];
const ISSUER = 'qinwu:credit';
const DAY_MS = 86_400_000;
const PASSPORT_DAYS = 30;

/** Scores that can be shown to others: signed, and verified offline. */
export function passportRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/passport`,
      operationId: 'getPassport',
      summary: '积分凭证 Signed passport of a score',
      description:
        '只由企业本身签发，每次签发记入查看记录（portrait-reads，目的 own-passport）；由企业自行向银行等出示，以 /credit/v1/passport-keys 的公钥离线验证，有效三十天。signed 为「签名文本~披露~披露~」：企业可删去任意披露而签名仍然有效，未出示的项只留加盐摘要，推不出内容；只留签名文本与 disclosures.grade（以 ~ 相连并以 ~ 结尾）即只出示等级。统一社会信用代码、模型、截止日期、有效期始终可见。disclose 决定一并给出哪些披露：grade 仅等级，score 另含总分、阶段与有效称号，full 为全部。每次签发的盐各不相同。',
      tags,
      access: { roles: ['enterprise'], scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({ scheme, disclose: z.enum(['grade', 'score', 'full']).default('full') }),
      responses: { 200: { description: '凭证', schema: PassportView } },
    },
    async (call) => {
      const { uscc } = call.params;
      const { score, titles } = await issuePassport(deps, call, { uscc, scheme: call.query.scheme });
      const claims = passportClaims(score, titles);
      const expiresAt = new Date(call.now.getTime() + PASSPORT_DAYS * DAY_MS);
      const term = { subject: uscc, issuer: ISSUER, issuedAt: call.now, expiresAt };
      const issued = await deps.signer.signConcealing('qinwu-passport+sd-jwt', claims, term);
      const shown = passportView(claims, issued, call.query.disclose);
      const body = { uscc, validUntil: expiresAt.toISOString(), ...shown };
      return { status: 200, body, headers: { 'cache-control': 'no-store' } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/portrait`,
      operationId: 'getPortrait',
      summary: '企业信用精准画像 Portrait of an enterprise for a bank',
      description:
        '银行、信保机构、备案机构按企业的授权查看：无授权、已撤回、已到期、目的不符、园区未开放该渠道的为 403；尚不能评分的为 409；每一次都记录。',
      tags,
      access: { roles: PORTRAIT_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      query: z.object({ scheme, purpose: z.enum(PURPOSES).describe('目的') }),
      responses: { 200: { description: '画像', schema: PortraitView } },
    },
    async (call) => {
      const { uscc } = call.params;
      const claims = portraitClaims(await readPortrait(deps, call, { uscc, ...call.query }));
      const expiresAt = new Date(`${claims.validUntil}T16:00:00.000Z`);
      const term = { subject: uscc, issuer: ISSUER, issuedAt: call.now, expiresAt };
      const signed = await deps.signer.sign('qinwu-portrait+jwt', { ...claims }, term);
      return { status: 200, body: { ...claims, signed }, headers: { 'cache-control': 'no-store' } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/passport-keys`,
      operationId: 'getPassportKeys',
      summary: '验证凭证的公钥 Keys that verify passports',
      description: 'JWK 集（RFC 7517）。',
      tags,
      access: 'public',
      responses: {
        200: {
          description: '公钥',
          schema: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }).meta({ id: 'PassportKeys' }),
        },
      },
    },
    async () => ({
      status: 200,
      body: { keys: [deps.signer.publicKey] },
      headers: { 'cache-control': 'public, max-age=3600' },
    }),
  );
}
