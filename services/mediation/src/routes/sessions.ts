import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line, timestamp } from '../fields.ts';
import { openCase } from '../use-cases/open-case.ts';
import { planSession } from '../use-cases/plan-session.ts';
import { readCalendar, readMinutes, readSessions } from '../use-cases/read-sessions.ts';
import { AT_TABLE, READ_SCOPE, STAFF, WRITE_SCOPE } from '../who.ts';
import { BASE, presentingPart } from './present.ts';
import { CalendarView, ParticipantBody, participantsOf, SessionView, sessionView } from './session-view.ts';

const tags = ['会议 sessions'];
const Id = z.object({ id: z.uuid().describe('案件标识') });
const OfSession = Id.extend({ session: z.uuid().describe('会议标识') });

const PlanBody = z
  .object({
    startsAt: timestamp,
    endsAt: timestamp.describe('至多十二小时后'),
    room: code.optional().describe('调解室编号'),
    place: line(200).optional().describe('调解室以外的地点，如闽南茶桌'),
    link: line(500).optional().describe('线上调解的入会链接，须为 https'),
    mediators: z.array(z.uuid()).min(1).max(5).optional().describe('默认本案全部调解员'),
    parties: z.array(z.uuid()).min(1).max(50).optional().describe('受邀当事人，默认全部'),
    participants: z.array(ParticipantBody).max(20).default([]).describe('其他参加人员'),
  })
  .meta({ id: 'SessionPlan' });

const CalendarQuery = z.object({
  ...PAGE_QUERY,
  from: timestamp.describe('起'),
  to: timestamp.describe('止（不含），至多九十三天后'),
  mediator: z.uuid().optional(),
  room: code.optional(),
});

/** Sessions of a case, the park's calendar, and the minutes. */
export function sessionRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'POST',
      url: `${BASE}/cases/:id/sessions`,
      operationId: 'planSession',
      summary: '安排调解会议 Plan a session',
      description:
        'room、place、link 至少填一项（422 place-missing）。受邀当事人与调解员各得一份通知。调解员或调解室同一时段已被占用时 409，并写明何者被占。',
      tags,
      access: { roles: STAFF, scopes: [WRITE_SCOPE] },
      params: Id,
      idempotency: 'required',
      ifMatch: 'optional',
      body: PlanBody,
      example: {
        startsAt: '2030-09-02T01:30:00Z',
        endsAt: '2030-09-02T03:00:00Z',
        place: '闽南茶桌',
        participants: [{ kind: 'police', name: '张警官', unit: '园区警务室' }],
      },
      answersWhole: true,
      responses: { 201: { description: '已安排', schema: SessionView } },
    },
    (call) => {
      const {
        startsAt,
        endsAt,
        room = null,
        place = null,
        link = null,
        participants,
        mediators,
        parties,
      } = call.body;
      const plan = {
        startsAt: new Date(startsAt),
        endsAt: new Date(endsAt),
        room,
        place,
        link,
        participants: participantsOf(participants),
        mediators,
        parties,
      };
      const { id } = call.params;
      return planSession(deps, call, { id, plan, ifMatch: call.ifMatch }, (session) =>
        presentingPart(call, 201, () => ({ body: sessionView(session, { isParty: false }) })),
      );
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/sessions`,
      operationId: 'listCaseSessions',
      summary: '本案会议 Sessions of a case',
      description: '当事人只见受邀或到场的会议。',
      tags,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: Id,
      responses: {
        200: {
          description: '全部会议',
          schema: z.object({ items: z.array(SessionView) }).meta({ id: 'CaseSessions' }),
        },
      },
    },
    async (call) => {
      const found = await openCase(deps, call.actor, call.params.id);
      const isParty = found.standing.as === 'party';
      const items = (await readSessions(deps, found)).map((session) => sessionView(session, { isParty }));
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/sessions/:session/minutes`,
      operationId: 'getSessionMinutes',
      summary: '会议记录 Minutes of a session',
      description: '仅承办本案的调解员可读，窗口与当事人均不可；每次查看留痕。',
      tags,
      access: { roles: AT_TABLE, scopes: [READ_SCOPE] },
      params: OfSession,
      responses: {
        200: {
          description: '记录',
          schema: z.object({ minutes: z.string() }).meta({ id: 'SessionMinutes' }),
        },
      },
    },
    async (call) => {
      const { id, session } = call.params;
      return { status: 200, body: { minutes: await readMinutes(deps, call, { id, sessionId: session }) } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/sessions`,
      operationId: 'listSessions',
      summary: '会议日程 Calendar of sessions',
      description: '调解员与调解室的占用情况，不含内容；所属案件仅对本案承办人显示。',
      tags,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      query: CalendarQuery,
      responses: {
        200: { description: '一页', schema: pageSchema('SessionPage', CalendarView) },
        422: { description: '时段颠倒或过长', schema: null },
      },
    },
    async (call) => {
      const { from, to, ...query } = call.query;
      const times = { from: new Date(from), to: new Date(to) };
      const page = await readCalendar(deps, call, { ...query, ...times });
      const items = page.items.map(({ id, status, startsAt, endsAt, room, mediators, caseId }) => ({
        id,
        status,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        room,
        mediators,
        case: caseId,
      }));
      return pageAnswer(call, { items, next: page.next });
    },
  );
}
