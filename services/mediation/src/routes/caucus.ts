import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { prose } from '../fields.ts';
import { type OpenedMessage, readRoom, sayInRoom } from '../use-cases/caucus.ts';
import { SIDES } from '../vocabulary.ts';
import { AT_TABLE, READ_SCOPE, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';

const Room = z.object({
  id: z.uuid().describe('案件标识'),
  side: z.enum(SIDES).describe('哪一方的房间'),
});
const TAGS = ['协商 negotiation'];

const MessageView = z
  .object({
    id: z.uuid(),
    side: z.enum(SIDES),
    from: z.enum(['party', 'mediator']),
    party: z.uuid().nullable().describe('发言的当事人；调解员发言时为 null'),
    text: z.string().nullable(),
    files: z.array(z.object({ id: z.uuid(), sha256: z.string() })),
    at: z.iso.datetime(),
  })
  .meta({ id: 'CaucusMessage' });

const MessageBody = z
  .object({
    party: z.uuid().optional().describe('一人代表多名当事人时写明'),
    text: prose(10_000),
    files: z.array(z.uuid()).max(10).default([]).describe('先行上传的文件'),
  })
  .meta({ id: 'NewCaucusMessage' });

function viewOf({ id, side, partyId, text, files, at }: OpenedMessage): z.output<typeof MessageView> {
  const from = partyId === null ? 'mediator' : 'party';
  return { id, side, from, party: partyId, text, files, at: at.toISOString() };
}

/** Private rooms: one side and the mediators of the case. */
export function caucusRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/caucus/:side/messages`,
      operationId: 'listCaucusMessages',
      summary: '背对背沟通记录 List a private room',
      description: '只有该方当事人与承办调解员可见；对方得到 404，窗口得到 403。',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Room,
      query: z.object(PAGE_QUERY),
      responses: {
        200: { description: '一页，按时间', schema: pageSchema('CaucusMessagePage', MessageView) },
      },
    },
    async (call) => {
      const { items, next } = await readRoom(deps, call, { ...call.params, page: call.query });
      return pageAnswer(call, { items: items.map(viewOf), next });
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/caucus/:side/messages`,
      operationId: 'sayInCaucus',
      summary: '背对背发言 Say in a private room',
      tags: TAGS,
      access: { roles: AT_TABLE, scopes: [WRITE_SCOPE] },
      params: Room,
      idempotency: 'required',
      body: MessageBody,
      example: { text: '底线是一万元，可以分期。' },
      answersWhole: true,
      responses: { 201: { description: '已记录', schema: MessageView } },
    },
    (call) => {
      const { party, text, files } = call.body;
      return sayInRoom(deps, call, { ...call.params, said: { party, text, files } }, (message) =>
        presentingPart(call, 201, () => ({ body: viewOf(message) })),
      );
    },
  );
}
