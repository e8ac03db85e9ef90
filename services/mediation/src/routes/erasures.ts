import type { Http } from '@qinwu/platform/http/http';
import type { Answer, CallContext } from '@qinwu/platform/http/route';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line } from '../fields.ts';
import { ERASURE_BASES } from '../rules/erasure.ts';
import { eraseCase, type PresentRecord } from '../use-cases/erase-case.ts';
import { eraseApplication } from '../use-cases/injury/erase-application.ts';
import { ERASE_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

const ErasureBody = z
  .object({
    number: line(40).describe('该记录的编号，须与路径所指记录一致：再次确认'),
    basis: z
      .enum(ERASURE_BASES)
      .describe(
        '依据（个人信息保护法第四十七条）：目的已实现或无法实现、停止服务或保存期限届满、撤回同意、违法处理、法律法规的其他规定',
      ),
    request: line(60).describe('书面申请或批准文件的文号，明文写入台账；不要写姓名'),
  })
  .meta({ id: 'NewErasure' });

const ErasureView = z
  .object({
    id: z.uuid(),
    number: z.string(),
    erasedAt: z.iso.datetime(),
    files: z.int().describe('随之删除的文件数，包括导入该记录的台账文件'),
    elsewhere: z
      .array(
        z.object({
          kind: z.enum(['case', 'injury-application', 'case-file', 'grievance']),
          id: z.uuid(),
          name: z.string().nullable().describe('编号，或卷宗的接收机关'),
        }),
      )
      .describe('同一事项中未随之删除的：各自另行删除，或告知接收机关'),
  })
  .meta({ id: 'Erasure' });

const EXAMPLE = { number: 'MD-20250820-000001', basis: 'retention-ended', request: '晋开档〔2030〕12号' };

const DESCRIPTION =
  '销毁该记录及其全部文件的密钥，不可恢复：姓名、证件号、电话、事实、协商、证据、协议文本、台账中的文字均不再可读；类别、金额、日期等统计项与台账哈希链保留，当事人账号与该记录的关联一并解除。';

const POLICY = {
  tags: ['删除 erasure'],
  access: { roles: ['supervisor'], scopes: [ERASE_SCOPE] },
  idempotency: 'required',
  ifMatch: 'optional',
  body: ErasureBody,
  example: EXAMPLE,
  answersWhole: true,
  responses: { 201: { description: '已删除', schema: ErasureView } },
} as const;

/** The answer names nobody, and so it is kept in clear and can be repeated. */
function presentingErasure(call: CallContext): PresentRecord<Answer> {
  return ({ id, number, version, files, elsewhere }) => {
    const body = { id, number, erasedAt: call.now.toISOString(), files, elsewhere };
    const answer = { status: 201, body, version, id };
    return { answer, kept: call.keep(answer) };
  };
}

/** Erasing the persons of a case or of an application 删除个人信息. */
export function erasureRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/erasure`,
      operationId: 'eraseCase',
      summary: '删除案件的个人信息 Erase the persons of a case',
      description: `${DESCRIPTION}限已归档且其他程序已结束的案件。`,
      params: z.object({ id: z.uuid().describe('案件标识') }),
      ...POLICY,
    },
    (call) =>
      eraseCase(
        deps,
        call,
        { id: call.params.id, order: call.body, ifMatch: call.ifMatch },
        presentingErasure(call),
      ),
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/injury-applications/:id/erasure`,
      operationId: 'eraseInjuryApplication',
      summary: '删除工伤认定申请的个人信息 Erase the persons of an application',
      description: `${DESCRIPTION}限不移交、不予受理或决定已送达的申请。`,
      params: z.object({ id: z.uuid().describe('申请标识') }),
      ...POLICY,
    },
    (call) =>
      eraseApplication(
        deps,
        call,
        { id: call.params.id, order: call.body, ifMatch: call.ifMatch },
        presentingErasure(call),
      ),
  );
}
