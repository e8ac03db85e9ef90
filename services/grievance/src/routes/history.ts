import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { explainClocks } from '../use-cases/explain-clocks.ts';
import { readHistory, readLedger } from '../use-cases/read-history.ts';
import { LIMIT_UNITS } from '../vocabulary.ts';
import { INSIDERS, READ_SCOPE, READERS } from '../who.ts';
import { ClockView } from './grievance-schema.ts';
import { clockView } from './grievance-view.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('诉求标识') });
const TAGS = ['诉求 grievances'];

const HistoryView = z
  .object({
    items: z.array(
      z.object({
        seq: z.int(),
        at: z.iso.datetime(),
        actor: z.string(),
        action: z.string(),
        change: z.record(z.string(), z.unknown()).describe('状态与时限的变化'),
        words: z.record(z.string(), z.unknown()).describe('填写的内容；个人信息删除后为空'),
      }),
    ),
  })
  .meta({ id: 'GrievanceHistory' });

const ClocksView = z
  .object({
    items: z.array(
      ClockView.extend({
        profile: z.string().describe('时限配置及其生效日'),
        article: z.string().describe('依据'),
        official: z.boolean().describe('是否有公开依据；否为默认建议'),
        calendar: z.string().describe('工作日历版本'),
        limit: z.object({ unit: z.enum(LIMIT_UNITS), amount: z.number() }),
        hotlineDueAt: z.iso.datetime().nullable(),
        pauses: z.array(z.object({ from: z.string(), to: z.string().nullable() })),
        extensions: z.array(
          z.object({ at: z.string(), limit: z.object({ unit: z.string(), amount: z.number() }) }),
        ),
        why: z.array(z.string()).describe('逐步说明'),
      }),
    ),
  })
  .meta({ id: 'GrievanceClocks' });

const LedgerView = z
  .object({
    items: z.array(
      z.object({
        seq: z.int(),
        at: z.iso.datetime(),
        actor: z.string(),
        action: z.string(),
        body: z.string().describe('参与哈希的原文'),
        prevHash: z.string(),
        hash: z.string(),
      }),
    ),
  })
  .meta({ id: 'GrievanceLedger' });

/** What happened to a grievance, why it is due when it is, and the ledger that proves it. */
export function historyRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/grievances/:id/history`,
      operationId: 'getGrievanceHistory',
      summary: '办理过程 History of a grievance',
      tags: TAGS,
      access: { roles: INSIDERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '每一步', schema: HistoryView } },
    },
    async (call) => {
      const steps = await readHistory(deps, call.actor, call.params.id);
      const items = steps.map((step) => ({ ...step, at: step.at.toISOString() }));
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/grievances/:id/clocks`,
      operationId: 'explainGrievanceClocks',
      summary: '时限说明 Why it is due when it is',
      description: '每个时限的配置、依据、日历、暂停、延期和逐步计算。',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '全部时限', schema: ClocksView } },
    },
    async (call) => {
      const explained = await explainClocks(deps, call.actor, call.params.id);
      const items = explained.map(({ clock, steps }) => ({
        ...clockView(clock),
        profile: clock.profile,
        article: clock.article,
        official: clock.official,
        calendar: clock.calendar,
        limit: clock.deadline.limit,
        hotlineDueAt: clock.capAt?.toISOString() ?? null,
        pauses: clock.deadline.pauses,
        extensions: clock.deadline.extensions,
        why: [clock.article, ...steps.map((step) => step.text[call.language])],
      }));
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/grievances/:id/ledger`,
      operationId: 'getGrievanceLedger',
      summary: '单件台账 Ledger of a grievance',
      description: '逐条哈希链，可离线校验。',
      tags: ['台账 ledger'],
      access: { roles: INSIDERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '台账', schema: LedgerView } },
    },
    async (call) => {
      const lines = await readLedger(deps, call.actor, call.params.id);
      const items = lines.map(({ prev_hash, at, ...line }) => ({
        ...line,
        at: at.toISOString(),
        prevHash: prev_hash,
      }));
      return { status: 200, body: { items } };
    },
  );
}
