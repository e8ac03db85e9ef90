import { fieldRules } from '@qinwu/domain/errors';
import { parseUscc } from '@qinwu/domain/uscc';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, decimal, division, line, uscc } from '../../fields.ts';
import { BANK_KINDS, PRODUCT_KINDS } from '../../money-words.ts';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { readScaled } from '../../rules/inputs/read-scaled.ts';
import { explainCondition } from '../../rules/money/eligibility.ts';
import { type BankRow, bank, type ProductRow, product } from '../../store/money/tables.ts';
import { putBank } from '../../use-cases/money/banks.ts';
import { eligibleProducts } from '../../use-cases/money/eligible-products.ts';
import { putProduct } from '../../use-cases/money/put-product.ts';
import { searchRecords } from '../../use-cases/search-records.ts';
import { ADMIN_SCOPE, ENTERPRISE_READERS, LINE_READERS, READ_SCOPE } from '../../who.ts';
import { BASE } from '../base.ts';
import { EnterpriseCode } from '../enterprises/enterprises.ts';

const tags = ['银行与产品 products'];
const params = z.object({ code: code.describe('编码') });
const KEEP = { roles: ['admin'], scopes: [ADMIN_SCOPE] } as const;
const READ = { roles: LINE_READERS, scopes: [READ_SCOPE] } as const;

const BankEntry = z
  .object({
    name: line(200).describe('名称'),
    kind: z
      .enum(BANK_KINDS)
      .default('bank')
      .describe(
        'bank 银行、branch 科技特色支行、service-station 金融服务站、insurer 信保机构、agency 征信机构或融资信用服务平台（已备案）',
      ),
    org: uscc.nullable().default(null).describe('统一社会信用代码：以此机构身份登录的可见推荐给它的授信'),
    parent: code.nullable().default(null).describe('所属银行的编码，须已登记'),
    filingNumber: line(100).nullable().default(null).describe('备案或许可编号；agency 必填'),
    active: z.boolean().default(true),
  })
  .meta({ id: 'BankEntry' });
const BankView = BankEntry.extend({ id: z.uuid(), version: z.int(), code: z.string() }).meta({ id: 'Bank' });

const EligibilityBody = z
  .object({
    atLeast: decimal.optional().describe('总分不低于'),
    grades: z.array(code).min(1).max(20).optional().describe('等级'),
    stages: z.array(code).min(1).max(20).optional().describe('发展阶段'),
    divisions: z.array(division).min(1).max(100).optional().describe('行业大类'),
    titles: z
      .array(code)
      .min(1)
      .max(50)
      .optional()
      .describe('企业称号代码（见 /cockpit/v1/title-kinds）：有其一且今日有效'),
  })
  .meta({ id: 'ProductEligibility' });

const ProductEntry = z
  .object({
    name: line(200).describe('名称'),
    kind: z
      .enum(PRODUCT_KINDS)
      .default('loan')
      .describe('loan 贷款、export-insurance 出口信保、guarantee 担保'),
    tags: z
      .array(code)
      .max(20)
      .default([])
      .describe(
        '统计标签：points 创新积分、jingkedai 经科贷、clean-energy 清洁能源；同一笔授信不因多个标签重复相加',
      ),
    scheme: code.nullable().default(null).describe('所依据的评分方案；空为 innovation-points'),
    eligibility: EligibilityBody.default({}).describe('准入条件；未给的不作要求'),
    active: z.boolean().default(true),
  })
  .meta({ id: 'ProductEntry' });
const ProductView = ProductEntry.extend({ id: z.uuid(), version: z.int(), code: z.string() }).meta({
  id: 'Product',
});

const OfferView = ProductView.extend({
  qualifies: z.boolean().describe('符合准入条件'),
  unmet: z.array(z.string()).describe('未满足的条件；score 为尚无积分'),
  reasons: z
    .array(z.object({ condition: z.string(), zh: z.string(), en: z.string() }))
    .describe('未满足的条件各要求什么'),
}).meta({ id: 'ProductOffer' });

function bankView({
  id,
  version,
  code: of,
  name,
  kind,
  org,
  parent,
  filingNumber,
  active,
}: BankRow): z.input<typeof BankView> {
  return { id, version, code: of, name, kind, org, parent, filingNumber, active };
}

function productView(row: ProductRow): z.input<typeof ProductView> {
  const { id, version, code: of, name, kind, tags: all, scheme, eligibility, active } = row;
  const { atLeast, grades, stages, divisions, titles } = eligibility;
  const conditions = {
    ...(atLeast === undefined ? {} : { atLeast: decimalText(atLeast) }),
    ...(grades === undefined ? {} : { grades: [...grades] }),
    ...(stages === undefined ? {} : { stages: [...stages] }),
    ...(divisions === undefined ? {} : { divisions: [...divisions] }),
    ...(titles === undefined ? {} : { titles: [...titles] }),
  };
  return { id, version, code: of, name, kind, tags: all, scheme, eligibility: conditions, active };
}

/** Banks with their branches, and what they offer. */
export function bankRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'PUT',
      url: `${BASE}/banks/:code`,
      operationId: 'putBank',
      summary: '登记或更新银行 Enter or replace a bank',
      tags,
      access: KEEP,
      params,
      ifMatch: 'optional',
      body: BankEntry,
      example: { name: '某某银行晋江科技支行', kind: 'branch' },
      responses: {
        200: { description: '已更新', schema: BankView },
        201: { description: '已登记', schema: BankView },
      },
    },
    async (call) => {
      const org = call.body.org === null ? null : parseUscc(call.body.org, '/org');
      const fields = { ...call.body, org };
      const seen = (before: { id: string; version: number } | null) => ensureSeen(call, before);
      const entry = { code: call.params.code, fields, change: fields, ensureSeen: seen };
      const { row, isNew } = await putBank(deps, call, entry);
      return { status: isNew ? 201 : 200, body: bankView(row), version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/banks`,
      operationId: 'listBanks',
      summary: '银行列表 List banks',
      tags,
      access: READ,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('BankPage', BankView) } },
    },
    async (call) => {
      const search = { ...call.query, filter: { list: 'banks' }, where: undefined };
      const page = await searchRecords(deps, call.actor, bank, search);
      return pageAnswer(call, { items: page.items.map(bankView), next: page.next });
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/products/:code`,
      operationId: 'putProduct',
      summary: '登记或更新产品 Enter or replace a product',
      description:
        '方案、等级、发展阶段须为园区已发布的模型所有，行业大类须为 GB/T 4754-2017 所有，否则为 422。',
      tags,
      access: KEEP,
      params,
      ifMatch: 'optional',
      body: ProductEntry,
      example: { name: '经科贷', tags: ['points', 'jingkedai'], eligibility: { grades: ['AAA', 'AA', 'A'] } },
      responses: {
        200: { description: '已更新', schema: ProductView },
        201: { description: '已登记', schema: ProductView },
      },
    },
    async (call) => {
      const { atLeast, ...eligibility } = call.body.eligibility;
      const read = readScaled(atLeast === undefined ? {} : { '/eligibility/atLeast': atLeast });
      if (read.faults.length > 0) throw fieldRules(read.faults);
      const least = read.values.get('/eligibility/atLeast');
      const conditions = { ...eligibility, ...(least == null ? {} : { atLeast: least }) };
      const fields = { ...call.body, eligibility: conditions };
      const seen = (before: { id: string; version: number } | null) => ensureSeen(call, before);
      const entry = { code: call.params.code, fields, change: call.body, ensureSeen: seen };
      const { row, isNew } = await putProduct(deps, call, entry);
      return { status: isNew ? 201 : 200, body: productView(row), version: row.version, id: row.id };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/products`,
      operationId: 'listProducts',
      summary: '产品列表 List products',
      tags,
      access: READ,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('ProductPage', ProductView) } },
    },
    async (call) => {
      const search = { ...call.query, filter: { list: 'products' }, where: undefined };
      const page = await searchRecords(deps, call.actor, product, search);
      return pageAnswer(call, { items: page.items.map(productView), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/enterprises/:uscc/products`,
      operationId: 'listEligibleProducts',
      summary: '企业符合哪些产品 Products an enterprise qualifies for',
      description:
        '按现行积分与称号逐一说明在售产品的准入条件是否满足、缺哪一项、要求什么；企业只看本企业的。',
      tags,
      access: { roles: ENTERPRISE_READERS, scopes: [READ_SCOPE] },
      params: EnterpriseCode,
      responses: { 200: { description: '在售产品', schema: z.object({ items: z.array(OfferView) }) } },
    },
    async (call) => {
      const offers = await eligibleProducts(deps, call, call.params.uscc);
      const items = offers.map(({ product: row, unmet }) => ({
        ...productView(row),
        qualifies: unmet.length === 0,
        unmet: [...unmet],
        reasons: unmet.map((condition) => ({
          condition,
          ...explainCondition(condition, row.eligibility),
        })),
      }));
      return { status: 200, body: { items } };
    },
  );
}
