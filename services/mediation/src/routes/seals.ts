import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { prose } from '../fields.ts';
import { liftSeal, type OpenedSeal, readSeals, sealCase } from '../use-cases/seal-case.ts';
import { SEALABLES } from '../vocabulary.ts';
import { READ_SCOPE, STAFF, WINDOW, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['封存 seals'];
const reason = prose(2000).describe('理由');
const instant = z.iso.datetime().nullable();

const SealView = z
  .object({
    id: z.uuid(),
    what: z.enum(SEALABLES).describe('案件、证据、当事人住址'),
    ref: z.uuid().describe('所封存的案件、证据或当事人'),
    reason: z.string().nullable(),
    sealedAt: z.iso.datetime(),
    sealedBy: z.string(),
    liftedAt: instant,
    liftedBy: z.string().nullable(),
    liftReason: z.string().nullable(),
  })
  .meta({ id: 'Seal' });

const SealBody = z
  .object({
    what: z.enum(SEALABLES),
    ref: z.uuid().optional().describe('证据或当事人的标识；封存案件时不填'),
    reason,
  })
  .meta({ id: 'NewSeal' });

function viewOf({
  id,
  what,
  ref,
  said,
  at,
  sealedBy,
  liftedAt,
  liftedBy,
}: OpenedSeal): z.output<typeof SealView> {
  return {
    id,
    what,
    ref,
    reason: said?.reason ?? null,
    sealedAt: at.toISOString(),
    sealedBy,
    liftedAt: liftedAt?.toISOString() ?? null,
    liftedBy,
    liftReason: said?.liftReason ?? null,
  };
}

/** Sealing of a case, of evidence, of an address. */
export function sealRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/seals`,
      operationId: 'listSeals',
      summary: '封存记录 List seals',
      tags: TAGS,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('SealPage', SealView) } },
    },
    async (call) => {
      const { items, next } = await readSeals(deps, call, { id: call.params.id, page: call.query });
      return pageAnswer(call, { items: items.map(viewOf), next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/seals`,
      operationId: 'seal',
      summary: '封存 Seal',
      description:
        '封存案件后只有承办调解员、督办人员与当事人可读；封存证据后只有承办调解员可见，新制作的文书、卷宗不再载明，先前载明该证据的卷宗也只由其取用；封存住址后对方不可见，写有该住址而未生效的协议须重新起草，已写入生效协议的住址不能封存（409）。',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: SealBody,
      example: { what: 'case', reason: '涉及商业秘密。' },
      answersWhole: true,
      responses: { 201: { description: '已封存', schema: SealView } },
    },
    (call) => {
      const { id } = call.params;
      const { what, ref, reason: why } = call.body;
      return sealCase(deps, call, { id, what, ref, reason: why, ifMatch: call.ifMatch }, (made) =>
        presentingPart(call, 201, () => ({ body: viewOf(made) })),
      );
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/seals/:seal/actions/lift`,
      operationId: 'liftSeal',
      summary: '解除封存 Lift a seal',
      description: '整案封存由督办人员解除。',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [WRITE_SCOPE] },
      params: Id.extend({ seal: z.uuid().describe('封存标识') }),
      idempotency: 'required',
      ifMatch: 'optional',
      body: z.object({ reason }).meta({ id: 'LiftSeal' }),
      example: { reason: '封存事由已经消失。' },
      responses: { 200: { description: '已解除', schema: SealView } },
    },
    (call) => {
      const { id, seal } = call.params;
      return liftSeal(
        deps,
        call,
        { id, sealId: seal, reason: call.body.reason, ifMatch: call.ifMatch },
        (lifted) => presentingPart(call, 200, () => ({ body: viewOf(lifted) })),
      );
    },
  );
}
