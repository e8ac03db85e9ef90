import { fieldRule } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line, prose } from '../fields.ts';
import type { EvidenceAction } from '../rules/evidence.ts';
import { RECORDED_WORD } from '../rules/word-body.ts';
import {
  bringEvidence,
  type EvidenceSource,
  moveEvidence,
  type OpenedEvidence,
  readEvidence,
  readItem,
} from '../use-cases/bring-evidence.ts';
import { openCase } from '../use-cases/open-case.ts';
import { EVIDENCE_STATUSES, SIDES } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const ItemId = Id.extend({ item: z.uuid().describe('证据标识') });
const TAGS = ['证据 evidence'];

const ItemView = z
  .object({
    id: z.uuid(),
    side: z.enum(SIDES),
    party: z.uuid(),
    title: z.string().nullable().describe('证据名称'),
    purpose: z.string().nullable().describe('证明目的'),
    file: z.object({ id: z.uuid(), sha256: z.string() }),
    status: z.enum(EVIDENCE_STATUSES),
    sealed: z.boolean().describe('封存：只有承办调解员可见'),
    submittedAt: z.iso.datetime(),
    exchangedAt: z.iso.datetime().nullable(),
    withdrawnAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Evidence' });

const ItemBody = z
  .object({
    party: z.uuid().optional().describe('代为提交时写明当事人；当事人本人提交时不填'),
    file: z.uuid().optional().describe('先行上传的文件；与 attachment 二选一'),
    attachment: z.uuid().optional().describe('随本案申请提交的文件，限申请方；不必重新上传'),
    title: line(200).describe('证据名称'),
    purpose: prose(2000).describe('证明目的'),
  })
  .meta({ id: 'NewEvidence' });

function sourceOf({ file, attachment }: z.output<typeof ItemBody>): EvidenceSource {
  if (file !== undefined && attachment === undefined) return { file };
  if (attachment !== undefined && file === undefined) return { attachment };
  throw fieldRule('/file', 'not-exactly-one', {
    zh: 'file 与 attachment 须填且只填其一',
    en: 'Give file or attachment, and one of them alone',
  });
}

function viewOf(item: OpenedEvidence): z.output<typeof ItemView> {
  return {
    id: item.id,
    side: item.side,
    party: item.partyId,
    title: item.said?.title ?? null,
    purpose: item.said?.purpose ?? null,
    file: { id: item.fileId, sha256: item.sha256 },
    status: item.status,
    sealed: item.sealed,
    submittedAt: item.at.toISOString(),
    exchangedAt: item.exchangedAt?.toISOString() ?? null,
    withdrawnAt: item.withdrawnAt?.toISOString() ?? null,
  };
}

const WithdrawBody = z.object(RECORDED_WORD).meta({ id: 'WithdrawEvidence' });
const BODIES = { exchange: z.object(RECORDED_WORD).meta({ id: 'ExchangeEvidence' }), withdraw: WithdrawBody };

const ACTIONS: Record<EvidenceAction, { zh: string; en: string; description: string }> = {
  exchange: {
    zh: '交换',
    en: 'Exchange',
    description:
      '由提交的一方向各方出示，之后不可收回。承办人员代为出示的，须写明由谁、以何种方式提出（422 word-unproven）。',
  },
  withdraw: {
    zh: '撤回',
    en: 'Withdraw',
    description:
      '交换之前由提交的一方撤回。承办人员代为撤回的，须写明由谁、以何种方式提出（422 word-unproven）。',
  },
};

/** Evidence: held back by default, exchanged by the side that brought it. */
export function evidenceRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/evidence`,
      operationId: 'listEvidence',
      summary: '证据目录 List evidence',
      description: '未交换的只有提交的一方与承办调解员可见；文件（…/evidence/{item}/file）按同一规则下载。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: {
        200: {
          description: '全部可见证据，按时间',
          schema: z.object({ items: z.array(ItemView) }).meta({ id: 'EvidenceList' }),
        },
      },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      return { status: 200, body: { items: (await readEvidence(deps, found, call.actor.id)).map(viewOf) } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/evidence/:item`,
      operationId: 'getEvidence',
      summary: '证据详情 Get evidence',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: ItemId,
      responses: { 200: { description: '证据', schema: ItemView } },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      return {
        status: 200,
        body: viewOf(await readItem(deps, found, { actor: call.actor.id, item: call.params.item })),
      };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/evidence`,
      operationId: 'bringEvidence',
      summary: '提交证据 Bring evidence',
      description:
        '文件先行上传，或指明随本案申请提交的文件（attachment，哈希不变）；提交后暂不出示，交换后各方可见。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: ItemBody,
      example: {
        file: '0198f000-0000-7000-8000-000000000003',
        title: '工资条',
        purpose: '证明月工资为6800元',
      },
      responses: { 201: { description: '已提交', schema: ItemView } },
    },
    (call) => {
      const { id } = call.params;
      const { party, title, purpose } = call.body;
      const from = sourceOf(call.body);
      return bringEvidence(
        deps,
        call,
        { id, item: { party, from, title, purpose }, ifMatch: call.ifMatch },
        (item) =>
          presentingPart(call, 201, () => ({
            body: viewOf(item),
            location: `${BASE}/cases/${id}/evidence/${item.id}`,
          })),
      );
    },
  );

  for (const action of Object.keys(ACTIONS) as EvidenceAction[]) {
    const { zh, en, description } = ACTIONS[action];
    http.route(
      {
        method: 'POST',
        url: `${BASE}/cases/:id/evidence/:item/actions/${action}`,
        operationId: `${action}Evidence`,
        summary: `${zh}证据 ${en} evidence`,
        description,
        tags: TAGS,
        access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
        params: ItemId,
        idempotency: 'required',
        ifMatch: 'optional',
        body: BODIES[action],
        example: {},
        responses: { 200: { description: '已办理', schema: ItemView } },
      },
      (call) => {
        const { id, item } = call.params;
        const body: z.output<typeof BODIES.exchange> = call.body;
        const { madeBy, scan, session } = body;
        const said = { madeBy, scan, session };
        const move = { id, itemId: item, action, said, ifMatch: call.ifMatch };
        return moveEvidence(deps, call, move, (moved) =>
          presentingPart(call, 200, () => ({ body: viewOf(moved) })),
        );
      },
    );
  }
}
