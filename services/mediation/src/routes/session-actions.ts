import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line, prose, timestamp } from '../fields.ts';
import { endSession } from '../use-cases/end-session.ts';
import { moveSession } from '../use-cases/move-session.ts';
import { writeMinutes } from '../use-cases/session-minutes.ts';
import { STAFF, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';
import { AttendantBody, participantsOf, SessionView, sessionView, why } from './session-view.ts';

const params = z.object({ id: z.uuid().describe('案件标识'), session: z.uuid().describe('会议标识') });
const PARTY = '0198f000-0000-7000-8000-000000000001';

const HoldBody = z
  .object({
    attendance: z
      .array(z.object({ party: z.uuid(), present: z.boolean() }))
      .max(50)
      .describe('到场情况，未列的受邀当事人视为未到；未受邀而到场的本案当事人一并填写'),
    participants: z
      .array(AttendantBody)
      .max(20)
      .optional()
      .describe('实际参加的其他人员，含随当事人前来的陪同人员（companion），默认如安排时'),
    minutes: prose(20_000).optional().describe('会议记录，由承办调解员填写，仅承办调解员可读'),
  })
  .meta({ id: 'HoldSession' });

const MinutesBody = z
  .object({ minutes: prose(20_000).describe('会议记录，仅承办调解员可读') })
  .meta({ id: 'WriteMinutes' });

const CancelBody = z.object(why).meta({ id: 'CancelSession' });

const MoveBody = z
  .object({
    startsAt: timestamp.optional(),
    endsAt: timestamp.optional(),
    room: code.nullable().optional().describe('null 为不用调解室'),
    place: line(200).nullable().optional(),
    link: line(500).nullable().optional().describe('线上调解的入会链接，须为 https'),
    mediators: z.array(z.uuid()).min(1).max(5).optional(),
    invite: z.array(z.uuid()).max(50).optional().describe('加邀的当事人，如其后追加的；原受邀的照旧'),
    ...why,
  })
  .meta({ id: 'MoveSession' });

const optionalDate = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** What becomes of a session: held, cancelled, moved. */
export function sessionActionRoutes(http: Http, deps: Deps): void {
  const common = {
    method: 'POST',
    tags: ['会议 sessions'],
    access: { roles: STAFF, scopes: [WRITE_SCOPE] },
    params,
    idempotency: 'required',
    ifMatch: 'optional',
    responses: { 200: { description: '已办理', schema: SessionView } },
  } as const;
  const url = (action: string) => `${BASE}/cases/:id/sessions/:session/actions/${action}`;

  http.route(
    {
      ...common,
      url: url('hold'),
      operationId: 'holdSession',
      summary: '登记会议已召开 Record that a session was held',
      description: '开始时间已到方可登记（409 session-not-begun）；提前召开的先改期。',
      body: HoldBody,
      example: { attendance: [{ party: PARTY, present: true }] },
    },
    (call) => {
      const { attendance, participants, minutes } = call.body;
      const people = participants === undefined ? undefined : participantsOf(participants);
      const end = { action: 'hold', attendance, participants: people, minutes } as const;
      const { id, session } = call.params;
      return endSession(deps, call, { id, sessionId: session, end, ifMatch: call.ifMatch }, (done) =>
        presentingPart(call, 200, () => ({ body: sessionView(done, { isParty: false }) })),
      );
    },
  );

  http.route(
    {
      ...common,
      access: { roles: ['mediator'], scopes: [WRITE_SCOPE] },
      url: url('write-minutes'),
      operationId: 'writeSessionMinutes',
      summary: '补写会议记录 Write the minutes of a session',
      description: '已登记召开而没有记录的会议，由承办调解员补写一次，归档前；其后不得改写（409）。',
      body: MinutesBody,
      example: { minutes: '双方各让一步，约定下次商定分期。' },
    },
    (call) => {
      const { id, session } = call.params;
      const input = { id, sessionId: session, text: call.body.minutes, ifMatch: call.ifMatch };
      return writeMinutes(deps, call, input, (done) =>
        presentingPart(call, 200, () => ({ body: sessionView(done, { isParty: false }) })),
      );
    },
  );

  http.route(
    {
      ...common,
      url: url('cancel'),
      operationId: 'cancelSession',
      summary: '取消会议 Cancel a session',
      body: CancelBody,
      example: { reason: '一方因病不能到场。', noticeReason: '一方不能到场' },
    },
    (call) => {
      const end = { action: 'cancel', ...call.body } as const;
      const { id, session } = call.params;
      return endSession(deps, call, { id, sessionId: session, end, ifMatch: call.ifMatch }, (done) =>
        presentingPart(call, 200, () => ({ body: sessionView(done, { isParty: false }) })),
      );
    },
  );

  http.route(
    {
      ...common,
      url: url('move'),
      operationId: 'moveSession',
      summary: '会议改期 Move a session',
      description:
        '改时间、调解室、地点、调解员或加邀当事人；原会议保留为 moved，新会议见 movedFrom。未填的照旧，调解室、地点、链接至少留一项（422 place-missing）。',
      body: MoveBody,
      example: {
        startsAt: '2030-09-03T01:30:00Z',
        endsAt: '2030-09-03T03:00:00Z',
        reason: '申请人请求改期。',
        noticeReason: '应申请人请求',
      },
    },
    (call) => {
      const { startsAt, endsAt, ...rest } = call.body;
      const to = { ...rest, startsAt: optionalDate(startsAt), endsAt: optionalDate(endsAt) };
      const { id, session } = call.params;
      return moveSession(deps, call, { id, sessionId: session, to, ifMatch: call.ifMatch }, (done) =>
        presentingPart(call, 200, () => ({ body: sessionView(done, { isParty: false }) })),
      );
    },
  );
}
