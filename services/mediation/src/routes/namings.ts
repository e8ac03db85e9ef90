import type { Actor } from '@qinwu/domain/actor';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, prose } from '../fields.ts';
import { language } from '../rules/mediator-body.ts';
import { recorderFor, type Standing } from '../rules/standing.ts';
import { SPOKEN_WORD } from '../rules/word-body.ts';
import { MEDIATOR_KINDS } from '../session-vocabulary.ts';
import { decideMediator, readNamed } from '../use-cases/decide-mediator.ts';
import { nameMediators } from '../use-cases/name-mediators.ts';
import type { OpenedNaming } from '../use-cases/naming.ts';
import { openCase } from '../use-cases/open-case.ts';
import { readProposals } from '../use-cases/propose-mediators.ts';
import { setMode } from '../use-cases/set-mode.ts';
import { MODES } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { CaseView } from './case-schema.ts';
import { MediatorView, mediatorView } from './mediator-view.ts';
import { BASE, presenting } from './present.ts';

const tags = ['调解员 mediators'];
const Id = z.object({ id: z.uuid().describe('案件标识') });
const OfMediator = Id.extend({ mediator: z.uuid().describe('调解员') });
const staff = { roles: STAFF, scopes: [WRITE_SCOPE] };
const MEDIATOR = '0198f000-0000-7000-8000-000000000003';

const NamingView = z
  .object({
    mediator: z.uuid(),
    chosenBy: z.array(z.uuid()).describe('由这些当事人选定；窗口指定的为空'),
    disclosed: z.string().nullable().describe('向双方说明的事项'),
    namedAt: z.iso.datetime(),
    removedAt: z.iso.datetime().nullable(),
    objections: z
      .array(z.object({ party: z.uuid(), reason: z.string(), at: z.iso.datetime() }))
      .describe('当事人只见自己提出的异议'),
    pending: z.boolean().describe('有待处理的异议'),
    decisions: z
      .array(
        z.object({
          action: z.enum(['keep', 'remove']),
          reason: z.string(),
          by: z.string().nullable().describe('处理人的账号；仅承办人员可见'),
          at: z.iso.datetime(),
          parties: z.array(z.uuid()).describe('处理的是这些当事人的异议；当事人只见自己'),
        }),
      )
      .describe('处理结果；当事人只见对自己所提异议的处理'),
  })
  .meta({ id: 'CaseMediator' });

const NamingBody = z
  .object({
    mediators: z.array(z.uuid()).min(1).max(5).describe('一名或数名（人民调解法第十九条）'),
    chosenBy: z
      .uuid()
      .optional()
      .describe(
        '由该当事人选定，须已登记其选定（mediator-choices），否则 422 choice-unproven；已登记的选定无须填写',
      ),
    disclosed: z
      .array(z.object({ mediator: z.uuid(), text: prose(2000) }))
      .max(5)
      .optional()
      .describe('须向双方说明的关系，如受雇于一方'),
  })
  .meta({ id: 'NameMediators' });

const Reason = z
  .object({
    reason: prose(2000).describe('理由；仅一名当事人提出异议的，该当事人可以看到'),
    reasons: z
      .array(z.object({ party: z.uuid(), reason: prose(2000) }))
      .max(50)
      .optional()
      .describe('对每名提出异议的当事人的理由，各见其一；有数名的必填，reason 只留给承办人员'),
  })
  .meta({ id: 'MediatorDecision' });
const Objection = z
  .object({
    party: z.uuid().optional().describe('代为记录时写明当事人'),
    reason: prose(2000).describe('理由'),
    ...SPOKEN_WORD,
  })
  .meta({ id: 'MediatorObjection' });

const ProposalView = z
  .object({
    mediator: MediatorView,
    reasons: z.array(z.string()),
    chosenBy: z.array(z.uuid()).describe('选定该调解员的当事人'),
    mustDisclose: z.boolean().describe('受雇于一方当事人，指定时须说明'),
  })
  .meta({ id: 'MediatorProposal' });

function namingView(row: OpenedNaming, actor: Actor, standing: Standing): z.input<typeof NamingView> {
  const isParty = standing.as === 'party';
  const isOwn = (id: string): boolean => !isParty || standing.parties.includes(id);
  const decisions = (row.said?.decisions ?? []).map(({ parties = [], ...decision }) => ({
    ...decision,
    by: recorderFor(decision.by, actor, standing),
    parties: parties.filter(isOwn),
  }));
  return {
    mediator: row.mediatorId,
    chosenBy: row.chosenBy,
    disclosed: row.said?.disclosed ?? null,
    namedAt: row.namedAt.toISOString(),
    removedAt: row.removedAt?.toISOString() ?? null,
    objections: (row.said?.objections ?? []).filter(({ party }) => isOwn(party)),
    pending: row.objectedBy.some(isOwn),
    decisions: isParty ? decisions.filter(({ parties }) => parties.length > 0) : decisions,
  };
}

/** Who mediates a case: named, objected to, kept or removed; the way it is mediated in. */
export function namingRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/mediators`,
      operationId: 'nameMediators',
      summary: '指定或选定调解员 Name mediators',
      description: '达成协议之前。须在聘期内、受理该类纠纷，且与当事人没有利害关系，否则 422。',
      tags,
      access: staff,
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: NamingBody,
      example: { mediators: [MEDIATOR] },
      responses: { 201: { description: '已指定', schema: CaseView } },
    },
    (call) => {
      const input = { id: call.params.id, naming: call.body, ifMatch: call.ifMatch };
      return nameMediators(deps, call, input, presenting(deps, call, 201));
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/mediators`,
      operationId: 'listCaseMediators',
      summary: '本案调解员 Mediators of a case',
      tags,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: {
        200: {
          description: '历次指定',
          schema: z.object({ items: z.array(NamingView) }).meta({ id: 'CaseMediators' }),
        },
      },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      const rows = await readNamed(deps, found);
      return { status: 200, body: { items: rows.map((row) => namingView(row, call.actor, found.standing)) } };
    },
  );

  const steps = {
    keep: { summary: '驳回异议，保留调解员 Keep a mediator', body: Reason, access: staff },
    remove: { summary: '更换（移除）调解员 Remove a mediator', body: Reason, access: staff },
    object: {
      summary: '对调解员提出异议 Object to a mediator',
      body: Objection,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
    },
  } as const;
  for (const action of ['object', 'keep', 'remove'] as const) {
    const { summary, body, access } = steps[action];
    http.route(
      {
        method: 'POST',
        url: `${BASE}/cases/:id/mediators/:mediator/actions/${action}`,
        operationId: `${action}CaseMediator`,
        summary,
        tags,
        access,
        params: OfMediator,
        idempotency: 'required',
        ifMatch: 'optional',
        body,
        example: { reason: action === 'object' ? '与对方有生意往来。' : '经核实。' },
        responses: { 200: { description: '已办理', schema: CaseView } },
      },
      (call) => {
        const { id, mediator } = call.params;
        const input = { id, mediatorId: mediator, step: { action, ...call.body }, ifMatch: call.ifMatch };
        return decideMediator(deps, call, input, presenting(deps, call, 200));
      },
    );
  }

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/mediator-proposals`,
      operationId: 'proposeMediators',
      summary: '推荐调解员 Propose mediators',
      description:
        '双方选定的在前，其次一方选定的，再按纠纷类别、语言、网格、在办量排序并写明理由；应当回避的不列出。',
      tags,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id,
      query: z.object({ language: language.optional(), kind: z.enum(MEDIATOR_KINDS).optional() }),
      responses: {
        200: {
          description: '至多二十名',
          schema: z.object({ items: z.array(ProposalView) }).meta({ id: 'MediatorProposals' }),
        },
      },
    },
    async (call) => {
      const { language: spoken = null, kind = null } = call.query;
      const found = await readProposals(deps, call, { id: call.params.id, language: spoken, kind });
      const items = found.map(({ mediator, reasons, chosenBy, mustDisclose }) => ({
        mediator: mediatorView(mediator, call.actor),
        reasons: reasons.map((reason) => reason[call.language]),
        chosenBy: [...chosenBy],
        mustDisclose,
      }));
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/cases/:id/mode`,
      operationId: 'setCaseMode',
      summary: '设定调解方式 Set the mode',
      description: '如警格＋网格＋闽南茶桌；参加人员随每场会议记录。',
      tags,
      access: staff,
      params: Id,
      ifMatch: 'required',
      body: z
        .object({ mode: z.enum(MODES), gridCode: code.nullable().describe('网格') })
        .meta({ id: 'CaseMode' }),
      example: { mode: 'police-grid-tea-table', gridCode: 'G-01' },
      responses: { 200: { description: '已设定', schema: CaseView } },
    },
    (call) =>
      setMode(
        deps,
        call,
        { id: call.params.id, ...call.body, ifMatch: call.ifMatch },
        presenting(deps, call, 200),
      ),
  );
}
