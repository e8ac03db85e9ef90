import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, line, uscc } from '../../fields.ts';
import { CONSENT_SCOPES, DELIVERY_MODES, PURPOSES } from '../../money-words.ts';
import type { ConsentRow, DeliveryRow, PortraitReadRow } from '../../store/consents/tables.ts';
import { grantConsent, revokeConsent, searchConsents } from '../../use-cases/consents/consents.ts';
import { chooseDelivery, getDelivery } from '../../use-cases/consents/delivery.ts';
import { searchReads } from '../../use-cases/consents/portraits.ts';
import { ADMIN_SCOPE, ENTERPRISE_READERS, PARK_READERS, READ_SCOPE, WRITE_SCOPE } from '../../who.ts';
import { BASE, presenting } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';

const tags = ['授权与画像 consents'];
const OWN = { roles: ['enterprise'], scopes: [WRITE_SCOPE] } as const;
const READ = { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] } as const;

const ConsentEntry = z
  .object({
    uscc,
    grantee: code.describe('被授权的银行或机构'),
    scopes: z
      .array(z.enum(CONSENT_SCOPES))
      .min(1)
      .max(4)
      .describe('范围：grade 等级、score 总分、explanation 解释、lines 现有授信'),
    purpose: z
      .enum(PURPOSES)
      .describe('目的：credit-granting 授信审批、post-loan 贷后管理、guarantee 担保、insurance 保险'),
    validUntil: z.iso.date().describe('授权至（含）'),
    document: line(200).nullable().default(null).describe('书面授权书的编号'),
    scan: z.uuid().nullable().default(null).describe('授权书扫描件：先上传的附件'),
    representativeConsentOn: z.iso
      .date()
      .nullable()
      .default(null)
      .describe('法定代表人对其个人信息单独同意的日期，不晚于今天；如实留存：画像与凭证现不含任何个人信息'),
  })
  .meta({ id: 'ConsentEntry' });
const ConsentView = ConsentEntry.extend({
  id: z.uuid(),
  version: z.int(),
  granteeFilingNumber: z.string().nullable().describe('授权时被授权机构的备案编号；未备案的银行为空'),
  grantedBy: z.string(),
  grantedAt: z.string(),
  revokedAt: z.string().nullable(),
}).meta({ id: 'Consent' });

function consentView(row: ConsentRow): z.input<typeof ConsentView> {
  const { id, version, uscc: of, grantee, scopes, purpose, validUntil, document, scan, grantedBy } = row;
  const { representativeConsentOn, granteeFilingNumber } = row;
  return {
    id,
    version,
    uscc: of,
    grantee,
    granteeFilingNumber,
    scopes,
    purpose,
    validUntil,
    document,
    scan,
    representativeConsentOn,
    grantedBy,
    grantedAt: row.grantedAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}

const DeliveryEntry = z
  .object({
    mode: z
      .enum(DELIVERY_MODES)
      .describe('own-passport 企业自行出示签名凭证（默认）、agency 由备案机构查询、direct 直接向银行提供'),
    reviewDocument: line(200)
      .nullable()
      .default(null)
      .describe('法律审查意见的文号；direct 须有审查在案，三项均不填的沿用已记录的'),
    reviewedBy: line(100).nullable().default(null).describe('审查人'),
    reviewedOn: z.iso.date().nullable().default(null).describe('审查日期'),
  })
  .meta({ id: 'DeliveryEntry' });
const DeliveryView = DeliveryEntry.extend({ id: z.uuid(), version: z.int() }).meta({ id: 'Delivery' });

function deliveryView(row: DeliveryRow): z.input<typeof DeliveryView> {
  const { id, version, mode, reviewDocument, reviewedBy, reviewedOn } = row;
  return { id, version, mode, reviewDocument, reviewedBy, reviewedOn };
}

const ReadView = z
  .object({
    id: z.uuid(),
    reader: z.string(),
    grantee: z.string().nullable(),
    purpose: z.string().describe('目的；own-passport 为企业自行签发积分凭证'),
    outcome: z.string().describe('given 已提供、not-scored 尚无积分可提供，或拒绝的原因'),
    consentId: z.uuid().nullable(),
    readAt: z.string(),
  })
  .meta({ id: 'PortraitRead' });

function readView({ id, reader, grantee, purpose, outcome, consentId, readAt }: PortraitReadRow) {
  return { id, reader, grantee, purpose, outcome, consentId, readAt: readAt.toISOString() };
}

/** Who may see an enterprise's score, by its own word, and who looked. */
export function consentRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/consents`,
      operationId: 'grantConsent',
      summary: '授权查看积分 Grant a consent',
      description: '只能由企业本身作出；可随时撤回，撤回后不再提供。',
      tags,
      access: OWN,
      idempotency: 'required',
      body: ConsentEntry,
      example: {
        uscc: '91350582MA0000015J',
        grantee: 'tech-branch',
        scopes: ['grade', 'score'],
        purpose: 'credit-granting',
        validUntil: '2027-06-30',
      },
      responses: { 201: { description: '已授权', schema: ConsentView } },
    },
    (call) =>
      grantConsent(
        deps,
        call,
        call.body,
        presenting(call, { status: 201, view: consentView, path: 'consents' }),
      ),
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/consents/:id/actions/revoke`,
      operationId: 'revokeConsent',
      summary: '撤回授权 Revoke a consent',
      tags,
      access: OWN,
      params: z.object({ id: z.uuid() }),
      idempotency: 'required',
      body: z.object({}).meta({ id: 'ConsentRevocation' }),
      example: {},
      responses: { 200: { description: '已撤回', schema: ConsentView } },
    },
    (call) =>
      revokeConsent(
        deps,
        call,
        call.params.id,
        presenting(call, { status: 200, view: consentView, path: 'consents' }),
      ),
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/consents`,
      operationId: 'listConsents',
      summary: '企业的授权 Consents of an enterprise',
      tags,
      access: READ,
      params: EnterpriseCode,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('ConsentPage', ConsentView) } },
    },
    async (call) => {
      const page = await searchConsents(deps, call.actor, { uscc: call.params.uscc, ...call.query });
      return pageAnswer(call, { items: page.items.map(consentView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/portrait-reads`,
      operationId: 'listPortraitReads',
      summary: '谁查看过 Who looked at an enterprise',
      description: '每一次查看、被拒绝的查看与企业自己签发的积分凭证。',
      tags,
      access: READ,
      params: EnterpriseCode,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '新的在前', schema: pageSchema('PortraitReadPage', ReadView) } },
    },
    async (call) => {
      const page = await searchReads(deps, call.actor, { uscc: call.params.uscc, ...call.query });
      return pageAnswer(call, { items: page.items.map(readView), next: page.next });
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/delivery`,
      operationId: 'chooseDelivery',
      summary: '积分的提供方式 How scores are handed on',
      description: '默认由企业自行出示；直接向银行提供须先记录法律审查（征信业务管理办法）。',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      ifMatch: 'optional',
      body: DeliveryEntry,
      example: { mode: 'agency' },
      responses: { 200: { description: '已更新', schema: DeliveryView } },
    },
    async (call) => {
      const row = await chooseDelivery(deps, call, call.body, (before) => ensureSeen(call, before));
      return { status: 200, body: deliveryView(row), version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/delivery`,
      operationId: 'getDelivery',
      summary: '现行的提供方式 How scores are handed on now',
      tags,
      access: { roles: PARK_READERS, scopes: [READ_SCOPE] },
      responses: { 200: { description: '提供方式', schema: DeliveryView } },
    },
    async (call) => {
      const row = await getDelivery(deps, call.actor);
      return { status: 200, body: deliveryView(row), version: row.version, id: row.id };
    },
  );
}
