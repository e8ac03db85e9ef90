import { inputDisputed, objectionDecided } from '@qinwu/contracts/events/credit';
import type { Actor } from '@qinwu/domain/actor';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { importGrievances } from '../use-cases/import-grievances.ts';
import { settleObjection } from '../use-cases/settle-objection.ts';

/** Whose numbers the grievances of objections have. */
const SOURCE = 'credit';

const SUBJECTS: Readonly<Record<string, string>> = {
  'indicator-value': '指标值',
  'adverse-document': '负面文书',
  score: '创新积分',
};

/** What the service hears of objections to scores 积分异议. */
export function objectionHandlers(deps: Deps): EventHandler[] {
  return [openingHandler(deps), endHandler(deps)];
}

/** An enterprise's objection to an input of its score is a grievance of that enterprise. */
function openingHandler(deps: Deps): EventHandler {
  return onEvent(inputDisputed, async (tx, events) => {
    for (const { id, park, data } of events) {
      const { number, uscc, subject, grounds } = data;
      const fields = {
        externalRef: number,
        origin: 'enterprise',
        channel: 'system',
        demandType: 'complaint',
        title: `对${SUBJECTS[subject] ?? '创新积分'}的异议 ${number}`,
        text: grounds,
        enterprise: uscc,
      } as const;
      const context = { importId: id, actor: creditOf(park), source: SOURCE, now: deps.clock.now() };
      const rows = [{ line: 1, row: { fields, extension: {} } }];
      const [outcome] = await importGrievances(deps, tx, rows, context);
      if (outcome?.outcome === 'refused') {
        throw new Error(`The objection ${number} is no grievance: ${JSON.stringify(outcome.errors)}`);
      }
    }
  });
}

/** Once it is decided or taken back, that grievance is answered and closed. */
function endHandler(deps: Deps): EventHandler {
  return onEvent(objectionDecided, async (tx, events) => {
    for (const { park, traceparent, data } of events) {
      await settleObjection(deps, tx, { actor: creditOf(park), source: SOURCE, traceparent }, data);
    }
  });
}

/** The credit service, as a client of the register. */
function creditOf(park: string): Actor {
  return {
    id: 'system:credit',
    park,
    roles: ['client'],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}
