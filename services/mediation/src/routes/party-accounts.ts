import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line } from '../fields.ts';
import { putAccount, readAccount } from '../use-cases/party-account.ts';
import { PARTIES, READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const OfParty = z.object({
  id: z.uuid().describe('案件标识'),
  party: z.uuid().describe('当事人'),
});
const TAGS = ['协议与履行 agreements'];

const AccountBody = z
  .object({
    holder: line(200).describe('户名'),
    bank: line(200).describe('开户行'),
    number: line(64).describe('账号'),
  })
  .meta({ id: 'PartyAccountBody' });

const AccountView = z
  .object({
    party: z.uuid(),
    holder: z.string(),
    bank: z.string(),
    number: z.string(),
    masked: z.boolean().describe('户名与账号已脱敏'),
  })
  .meta({ id: 'PartyAccount' });

/** The bank account a party is paid to. */
export function partyAccountRoutes(http: Http, deps: Deps): void {
  const access = (scope: string) => ({ roles: [...STAFF, ...PARTIES], scopes: [scope] });

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/parties/:party/account`,
      operationId: 'getPartyAccount',
      summary: '收款账户 Account of a party',
      description:
        '本人可见；付款期间付款方可见全部并留痕；窗口与承办调解员脱敏，持 pii:read 时显示全部并留痕。单独同意撤回后即不存在，其他人也得到 404。',
      tags: TAGS,
      access: access(READ_SCOPE),
      params: OfParty,
      responses: { 200: { description: '账户', schema: AccountView } },
    },
    async (call) => ({ status: 200, body: await readAccount(deps, call, call.params) }),
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/cases/:id/parties/:party/account`,
      operationId: 'putPartyAccount',
      summary: '登记收款账户 Record an account',
      description:
        '自然人的账户须先有 account 的单独同意（个人信息保护法第二十九条），同意撤回时账户随之删除。答复一律脱敏。',
      tags: TAGS,
      access: access(WRITE_SCOPE),
      params: OfParty,
      ifMatch: 'required',
      body: AccountBody,
      example: { holder: '陈晓梅', bank: '示例银行晋江支行', number: '6222021234567890123' },
      responses: {
        200: { description: '已更新', schema: AccountView },
        201: { description: '已登记', schema: AccountView },
      },
    },
    (call) =>
      putAccount(deps, call, { ...call.params, account: call.body, ifMatch: call.ifMatch }, (kept, isNew) =>
        presentingPart(call, isNew ? 201 : 200, () => ({ body: kept })),
      ),
  );
}
