import { inputDisputed } from '@qinwu/contracts/events/credit';
import type { Actor } from '@qinwu/domain/actor';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { importGrievances } from '../use-cases/import-grievances.ts';

const SUBJECTS: Readonly<Record<string, string>> = {
  'indicator-value': '指标值',
  'adverse-document': '负面文书',
  score: '创新积分',
};

/** An enterprise's objection to an input of its score is a grievance of that enterprise 积分异议. */
export function objectionHandler(deps: Deps): EventHandler {
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
      const context = { importId: id, actor: creditOf(park), source: 'credit', now: deps.clock.now() };
      const rows = [{ line: 1, row: { fields, extension: {} } }];
      const [outcome] = await importGrievances(deps, tx, rows, context);
      if (outcome?.outcome === 'refused') {
        throw new Error(`The objection ${number} is no grievance: ${JSON.stringify(outcome.errors)}`);
      }
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
