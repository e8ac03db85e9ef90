import { fieldRule } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, timestamp } from '../fields.ts';
import { type BulkMove, type BulkResult, moveSessions } from '../use-cases/move-sessions.ts';
import { WINDOW, WRITE_SCOPE } from '../who.ts';
import { BASE } from './present.ts';
import { why } from './session-view.ts';

const Target = z.object({ mediator: z.uuid().optional(), room: code.optional() });

const Body = Target.extend({
  from: timestamp.describe('起'),
  to: timestamp.describe('止（不含），至多九十三天后'),
  by: z
    .object({ minutes: z.int().min(-43_200).max(43_200) })
    .optional()
    .describe('整体顺延（负数为提前）的分钟数；与 replacement 二选一'),
  replacement: Target.optional().describe('由谁、何室替换；未参与本案的调解员经回避检查后同时指定'),
  ...why,
}).meta({ id: 'SessionMove' });

const ResultView = z
  .object({
    moved: z.array(
      z.object({ session: z.uuid(), to: z.uuid(), startsAt: z.iso.datetime(), endsAt: z.iso.datetime() }),
    ),
    left: z
      .array(z.object({ session: z.uuid(), code: z.string(), why: z.string() }))
      .describe('未能调整的及原因'),
  })
  .meta({ id: 'SessionMoveResult' });

const oneOf = (pointer: string, zh: string, en: string) => fieldRule(pointer, 'not-exactly-one', { zh, en });

function takenOf({ mediator, room }: z.output<typeof Target>, pointer: string): BulkMove['taken'] {
  if (mediator !== undefined && room === undefined) return { kind: 'mediator', key: mediator };
  if (room !== undefined && mediator === undefined) return { kind: 'room', key: room };
  throw oneOf(pointer, 'mediator 与 room 须填且只填其一', 'Give mediator or room, and one of them alone');
}

function howOf({ by, replacement }: z.output<typeof Body>, taken: BulkMove['taken']): BulkMove['how'] {
  if ((by === undefined) === (replacement === undefined)) {
    throw oneOf('/by', 'by 与 replacement 须填且只填其一', 'Give by or replacement, and one of them alone');
  }
  if (replacement !== undefined) {
    const found = takenOf(replacement, '/replacement');
    if (found.kind === taken.kind) return { replacement: found.key };
    throw fieldRule('/replacement', 'replacement-of-other-kind', {
      zh: '调解员由调解员替换，调解室由调解室替换',
      en: 'A mediator takes a mediator’s place, and a room that of a room',
    });
  }
  const minutes = by?.minutes ?? 0;
  if (minutes !== 0) return { minutes };
  throw fieldRule('/by/minutes', 'minutes-zero', { zh: '分钟数不能为零', en: 'Nothing would move' });
}

/** Moves the sessions of a mediator or a room that fall out. */
export function sessionMoveRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/session-moves`,
      operationId: 'moveSessions',
      summary: '批量改期或换人换室 Move sessions in bulk',
      description:
        '逐场各自提交，各入其案台账并通知各方；会冲突的保留不动，列于 left。同一 Idempotency-Key 重复请求得到同一结果，中断后重复则接着办理。',
      tags: ['会议 sessions'],
      access: { roles: WINDOW, scopes: [WRITE_SCOPE] },
      idempotency: 'required',
      handlerTimeoutMs: 60_000,
      answersWhole: true,
      body: Body,
      example: {
        mediator: '0198f000-0000-7000-8000-000000000003',
        from: '2030-09-02T00:00:00Z',
        to: '2030-09-03T00:00:00Z',
        by: { minutes: 1440 },
        reason: '调解员请假。',
        noticeReason: '调解员另有安排',
      },
      responses: { 200: { description: '结果', schema: ResultView } },
    },
    (call) => {
      const { from, to, reason, noticeReason } = call.body;
      const taken = takenOf(call.body, '');
      const how = howOf(call.body, taken);
      const bulk: BulkMove = { taken, from: new Date(from), to: new Date(to), how, reason, noticeReason };
      const key = String(call.request.headers['idempotency-key']);
      return moveSessions(deps, call, { bulk, key }, (result) => {
        const answer = { status: 200, body: viewOf(result, call.language) };
        return { answer, kept: call.keep(answer) };
      });
    },
  );
}

function viewOf({ moved, left }: BulkResult, language: 'zh' | 'en'): z.input<typeof ResultView> {
  return {
    moved: moved.map(({ startsAt, endsAt, ...rest }) => ({
      ...rest,
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
    })),
    left: left.map(({ why, ...rest }) => ({ ...rest, why: why[language] })),
  };
}
