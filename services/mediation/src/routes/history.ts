import { dueOf } from '@qinwu/domain/clock';
import { describeStep } from '@qinwu/domain/due-step';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openCase } from '../use-cases/open-case.ts';
import { readHistory, readLedger } from '../use-cases/read-history.ts';
import { READ_SCOPE, READERS, STAFF } from '../who.ts';
import { ClockView } from './case-schema.ts';
import { clockView } from './case-view.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('案件标识') });
const TAGS = ['案件 cases'];

const Step = z.object({ seq: z.int(), at: z.iso.datetime(), actor: z.string(), action: z.string() });

const HistoryView = z
  .object({ items: z.array(Step.extend({ change: z.record(z.string(), z.unknown()) })) })
  .meta({ id: 'CaseHistory' });

const ClocksView = z
  .object({
    items: z.array(ClockView.extend({ calendar: z.string(), why: z.array(z.string()).describe('逐步说明') })),
  })
  .meta({ id: 'CaseClocks' });

const LedgerView = z
  .object({
    items: z.array(
      Step.extend({ body: z.string().describe('参与哈希的原文'), prevHash: z.string(), hash: z.string() }),
    ),
  })
  .meta({ id: 'CaseLedger' });

/** What happened to a case, why it is due when it is, and the ledger that proves it. */
export function historyRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/history`,
      operationId: 'getCaseHistory',
      summary: '办理过程 History of a case',
      tags: TAGS,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '每一步', schema: HistoryView } },
    },
    async (call) => {
      const steps = await readHistory(deps, call.actor, call.params.id);
      return { status: 200, body: { items: steps.map((step) => ({ ...step, at: step.at.toISOString() })) } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/clocks`,
      operationId: 'explainCaseClocks',
      summary: '时限说明 Why it is due when it is',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '全部时限', schema: ClocksView } },
    },
    async (call) => {
      const { clocks } = await openCase(deps, call.actor, call.params.id);
      const items = clocks.map((clock) => {
        const { steps } = dueOf(clock.deadline, deps.calendar, null);
        const why = [clock.article, ...steps.map((step) => describeStep(step)[call.language])];
        return { ...clockView(clock), calendar: clock.calendar, why };
      });
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${BASE}/cases/:id/ledger`,
      operationId: 'getCaseLedger',
      summary: '单件台账 Ledger of a case',
      description: '逐条哈希链，可离线校验。',
      tags: TAGS,
      access: { roles: STAFF, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '台账', schema: LedgerView } },
    },
    async (call) => {
      const lines = await readLedger(deps, call.actor, call.params.id);
      return { status: 200, body: { items: lines.map((line) => ({ ...line, at: line.at.toISOString() })) } };
    },
  );
}
