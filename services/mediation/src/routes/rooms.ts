import type { Http } from '@qinwu/platform/http/http';
import { PAGE_QUERY, pageAnswer, pageSchema } from '@qinwu/platform/http/page-answer';
import { ensureSeen } from '@qinwu/platform/http/seen';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, line } from '../fields.ts';
import type { RoomRow } from '../store/rooms.ts';
import { putRoom } from '../use-cases/put-room.ts';
import { getRoom, pageOfRooms } from '../use-cases/read-roster.ts';
import { ADMIN_SCOPE, READ_SCOPE, STAFF } from '../who.ts';
import { BASE } from './present.ts';

const tags = ['会议 sessions'];
const ByCode = z.object({ code: code.describe('调解室编号') });
const access = { roles: [...STAFF, 'admin'] as const, scopes: [READ_SCOPE] };

const RoomBody = z
  .object({ name: line(100).describe('名称'), seats: z.int().min(1).max(1000).describe('座位数') })
  .meta({ id: 'RoomBody' });
const RoomView = RoomBody.extend({ id: z.uuid(), code: z.string(), version: z.int() }).meta({ id: 'Room' });

const viewOf = ({ id, code: roomCode, version, name, seats }: RoomRow) => ({
  id,
  code: roomCode,
  version,
  name,
  seats,
});

/** Rooms 调解室. */
export function roomRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/rooms`,
      operationId: 'listRooms',
      summary: '调解室列表 List rooms',
      tags,
      access,
      query: z.object(PAGE_QUERY),
      responses: { 200: { description: '一页', schema: pageSchema('RoomPage', RoomView) } },
    },
    async (call) => {
      const page = await pageOfRooms(deps, call.actor, call.query);
      return pageAnswer(call, { items: page.items.map(viewOf), next: page.next });
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/rooms/:code`,
      operationId: 'getRoom',
      summary: '调解室详情 Get a room',
      tags,
      access,
      params: ByCode,
      responses: { 200: { description: '调解室', schema: RoomView } },
    },
    async (call) => {
      const row = await getRoom(deps, call.actor, call.params.code);
      return { status: 200, body: viewOf(row), version: row.version };
    },
  );

  http.route(
    {
      method: 'PUT',
      url: `${BASE}/rooms/:code`,
      operationId: 'putRoom',
      summary: '登记或更新调解室 Enter or change a room',
      description: '新登记不带 If-Match；更新须带 GET 同一地址得到的 ETag，否则 428。',
      tags,
      access: { roles: ['admin'], scopes: [ADMIN_SCOPE] },
      params: ByCode,
      body: RoomBody,
      example: { name: '一号调解室', seats: 8 },
      ifMatch: 'optional',
      responses: {
        200: { description: '已更新', schema: RoomView },
        201: { description: '已登记', schema: RoomView },
      },
    },
    async (call) => {
      const { row, isNew } = await putRoom(deps, call, {
        ...call.params,
        ...call.body,
        expected: (before) => ensureSeen(call, before),
      });
      return { status: isNew ? 201 : 200, body: viewOf(row), version: row.version };
    },
  );
}
