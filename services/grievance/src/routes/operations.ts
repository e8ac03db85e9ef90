import { Readable } from 'node:stream';
import {
  countForged,
  dismissDeadLetter,
  listDeadLetters,
  redrive,
} from '@qinwu/platform/events/dead-letters';
import type { EventHandler } from '@qinwu/platform/events/event-handler';
import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer } from '@qinwu/platform/http/page-answer';
import { exportLedger } from '@qinwu/platform/ledger/export';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { ADMIN_SCOPE } from '../who.ts';
import { BASE } from './present.ts';

const TAGS = ['运维 operations'];
const ADMIN = { roles: ['admin'], scopes: [ADMIN_SCOPE] } as const;

const DeadLetterView = z
  .object({
    eventId: z.uuid(),
    producer: z.string(),
    type: z.string(),
    reason: z.string(),
    error: z.string(),
    attempts: z.int(),
    diedAt: z.iso.datetime(),
  })
  .meta({ id: 'DeadLetter' });

/** What an operator of the park does: take the ledger out, look after dead letters. */
export function operationRoutes(http: Http, deps: Deps, handlers: readonly EventHandler[]): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/ledger-export`,
      operationId: 'exportGrievanceLedger',
      summary: '导出本园区台账 Export the ledger of the park',
      description: '本园区台账的 JSON Lines,供离线校验;个人信息为密文;其他园区的记录只有散列。',
      tags: TAGS,
      access: ADMIN,
      produces: ['application/jsonl'],
      handlerTimeoutMs: 0,
      responses: { 200: { description: '逐行台账', schema: null, contentType: 'application/jsonl' } },
    },
    async (call) => {
      const lines = exportLedger(deps.db, { now: call.now, park: call.actor.park });
      const stream = Readable.from(lines, { objectMode: false });
      return { status: 200, stream, headers: { 'content-type': 'application/jsonl' } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/dead-letters`,
      operationId: 'listGrievanceDeadLetters',
      summary: '死信列表 List dead letters',
      description: '待处理的死信,旧的在前;签名不符的另计,以 forged=true 查看。',
      tags: TAGS,
      access: ADMIN,
      query: z.object({
        ...PAGE_QUERY,
        forged: z.boolean().default(false).describe('只看签名不符的'),
      }),
      responses: {
        200: {
          description: '待处理的死信',
          schema: z
            .object({
              items: z.array(DeadLetterView),
              next: z.string().nullable().describe('下一页的游标；没有更多时为 null'),
              forged: z.int().describe('签名不符、待处理的件数'),
            })
            .meta({ id: 'DeadLetterPage' }),
        },
      },
    },
    async (call) => {
      const [{ items, next }, forged] = await Promise.all([
        listDeadLetters(deps.db, { park: call.actor.park, ...call.query }),
        countForged(deps.db),
      ]);
      const shown = items.map(({ park: _park, ...letter }) => ({
        ...letter,
        diedAt: letter.diedAt.toISOString(),
      }));
      const page = pageAnswer(call, { items: shown, next });
      return { ...page, body: { items: shown, next, forged } };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/dead-letters/:id/redrive`,
      operationId: 'redriveGrievanceDeadLetter',
      summary: '重投死信 Redrive a dead letter',
      tags: TAGS,
      access: ADMIN,
      params: z.object({ id: z.uuid() }),
      responses: { 204: { description: '已处理', schema: null } },
    },
    async (call) => {
      await redrive(deps.db, handlers, { park: call.actor.park, eventId: call.params.id });
      return { status: 204 };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${BASE}/dead-letters/:id/dismiss`,
      operationId: 'dismissGrievanceDeadLetter',
      summary: '搁置死信 Dismiss a dead letter',
      description: '不再处理,不生效;无法重投的死信由此了结。',
      tags: TAGS,
      access: ADMIN,
      params: z.object({ id: z.uuid() }),
      responses: { 204: { description: '已搁置', schema: null } },
    },
    async (call) => {
      const { park, id: actor } = call.actor;
      await dismissDeadLetter(deps.db, { park, eventId: call.params.id, actor });
      return { status: 204 };
    },
  );
}
