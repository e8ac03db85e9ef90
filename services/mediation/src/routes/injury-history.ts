import { dueOf } from '@qinwu/domain/clock';
import { describeStep } from '@qinwu/domain/due-step';
import type { Text } from '@qinwu/domain/errors';
import type { Http } from '@qinwu/platform/http/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import type { ExcludedPeriod } from '../injury-vocabulary.ts';
import { isVoided } from '../rules/injury/limits.ts';
import { readInjuryLedger } from '../use-cases/injury/get-application.ts';
import { openApplication } from '../use-cases/injury/open-application.ts';
import { READ_SCOPE, READERS, WINDOW } from '../who.ts';
import { InjuryClockView } from './injury-schema.ts';
import { injuryClockView } from './injury-view.ts';
import { BASE } from './present.ts';

const Id = z.object({ id: z.uuid().describe('申请标识') });
const TAGS = ['工伤认定 injury applications'];
const PATH = `${BASE}/injury-applications/:id`;

const Step = z.object({ seq: z.int(), at: z.iso.datetime(), actor: z.string(), action: z.string() });

const HistoryView = z
  .object({ items: z.array(Step.extend({ change: z.record(z.string(), z.unknown()) })) })
  .meta({ id: 'InjuryHistory' });

const ClocksView = z
  .object({ items: z.array(InjuryClockView.extend({ calendar: z.string(), why: z.array(z.string()) })) })
  .meta({ id: 'InjuryClocks' });

const LedgerView = z
  .object({
    items: z.array(Step.extend({ body: z.string(), prevHash: z.string(), hash: z.string() })),
  })
  .meta({ id: 'InjuryLedger' });

function withoutText({ from, to, reason }: ExcludedPeriod): Text {
  if (to === null) {
    return {
      zh: `自 ${from} 起不计入，尚未结束（${reason}）`,
      en: `without the days since ${from} (${reason})`,
    };
  }
  return { zh: `不计入 ${from} 至 ${to}（${reason}）`, en: `without ${from} to ${to} (${reason})` };
}

/** What happened to an application, why its limits end when they do, and the ledger that proves it. */
export function injuryHistoryRoutes(http: Http, deps: Deps): void {
  http.route(
    {
      method: 'GET',
      url: `${PATH}/history`,
      operationId: 'getInjuryHistory',
      summary: '申请办理过程 History of an application',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '每一步', schema: HistoryView } },
    },
    async (call) => {
      const lines = await readInjuryLedger(deps, call.actor, call.params.id);
      const items = lines.map(({ seq, at, actor, action, body }) => {
        // What people wrote stays sealed.
        const { words: _words, ...change } = JSON.parse(body).change;
        return { seq, at: at.toISOString(), actor, action, change };
      });
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${PATH}/clocks`,
      operationId: 'explainInjuryClocks',
      summary: '申请期限说明 Why its limits end when they do',
      tags: TAGS,
      access: { roles: READERS, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '全部期限', schema: ClocksView } },
    },
    async (call) => {
      const { row, clocks } = await openApplication(deps, call.actor, call.params.id);
      const items = clocks.map((clock) => {
        const { steps } = dueOf(clock.deadline, deps.calendar, null);
        const periods = clock.kind === 'worker' ? row.excluded.filter((each) => !isVoided(each)) : [];
        const without = periods.map((period) => withoutText(period)[call.language]);
        const why = [clock.article, ...without, ...steps.map((step) => describeStep(step)[call.language])];
        return { ...injuryClockView(clock, call.now), calendar: clock.calendar, why };
      });
      return { status: 200, body: { items } };
    },
  );

  http.route(
    {
      method: 'GET',
      url: `${PATH}/ledger`,
      operationId: 'getInjuryLedger',
      summary: '申请台账 Ledger of an application',
      description: '逐条哈希链，可离线校验。',
      tags: TAGS,
      access: { roles: WINDOW, scopes: [READ_SCOPE] },
      params: Id,
      responses: { 200: { description: '台账', schema: LedgerView } },
    },
    async (call) => {
      const lines = await readInjuryLedger(deps, call.actor, call.params.id);
      return { status: 200, body: { items: lines.map((line) => ({ ...line, at: line.at.toISOString() })) } };
    },
  );
}
