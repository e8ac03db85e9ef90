import { Readable } from 'node:stream';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { z } from 'zod';
import type { Database } from '../db/database.ts';
import { countForged, dismissDeadLetter, listDeadLetters, redrive } from '../events/dead-letters.ts';
import type { EventHandler } from '../events/event-handler.ts';
import type { Http } from '../http/http.ts';
import { PAGE_QUERY, pageAnswer } from '../http/page-answer.ts';
import { exportLedger } from '../ledger/export.ts';

const TAGS = ['运维 operations'];

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

/** What the routes of a service's operators work with. */
export interface OperationOptions {
  readonly db: Database;
  readonly service: ServiceName;
  /** Of the redriven letters. */
  readonly handlers: readonly EventHandler[];
}

/** What an operator of the park does: take the ledger out, look after dead letters. */
export function operationRoutes(http: Http, { db, service, handlers }: OperationOptions): void {
  const base = `/${service}/v1`;
  const named = (verb: string, what: string): string =>
    `${verb}${service.charAt(0).toUpperCase()}${service.slice(1)}${what}`;
  const admin = { roles: ['admin'], scopes: [`${service}:admin`] } as const;
  http.route(
    {
      method: 'GET',
      url: `${base}/ledger-export`,
      operationId: named('export', 'Ledger'),
      summary: '导出本园区台账 Export the ledger of the park',
      description: '本园区台账的 JSON Lines,供离线校验;个人信息为密文;其他园区的记录只有散列。',
      tags: TAGS,
      access: admin,
      produces: ['application/jsonl'],
      handlerTimeoutMs: 0,
      responses: { 200: { description: '逐行台账', schema: null, contentType: 'application/jsonl' } },
    },
    async (call) => {
      const lines = exportLedger(db, { now: call.now, park: call.actor.park });
      const stream = Readable.from(lines, { objectMode: false });
      return { status: 200, stream, headers: { 'content-type': 'application/jsonl' } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${base}/dead-letters`,
      operationId: named('list', 'DeadLetters'),
      summary: '死信列表 List dead letters',
      description: '待处理的死信,旧的在前;签名不符的另计,以 forged=true 查看。',
      tags: TAGS,
      access: admin,
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
        listDeadLetters(db, { park: call.actor.park, ...call.query }),
        countForged(db),
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
      url: `${base}/dead-letters/:id/redrive`,
      operationId: named('redrive', 'DeadLetter'),
      summary: '重投死信 Redrive a dead letter',
      tags: TAGS,
      access: admin,
      params: z.object({ id: z.uuid() }),
      responses: { 204: { description: '已处理', schema: null } },
    },
    async (call) => {
      await redrive(db, handlers, { park: call.actor.park, eventId: call.params.id });
      return { status: 204 };
    },
  );

  http.route(
    {
      method: 'POST',
      url: `${base}/dead-letters/:id/dismiss`,
      operationId: named('dismiss', 'DeadLetter'),
      summary: '搁置死信 Dismiss a dead letter',
      description: '不再处理,不生效;无法重投的死信由此了结。',
      tags: TAGS,
      access: admin,
      params: z.object({ id: z.uuid() }),
      responses: { 204: { description: '已搁置', schema: null } },
    },
    async (call) => {
      const { park, id: actor } = call.actor;
      await dismissDeadLetter(db, { park, eventId: call.params.id, actor });
      return { status: 204 };
    },
  );
}
