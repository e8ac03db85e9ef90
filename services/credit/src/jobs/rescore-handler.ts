import { inputsChanged } from '@qinwu/contracts/events/credit';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { rescoreEnterprises } from '../use-cases/scores/rescore-enterprises.ts';

/** Enterprises whose inputs changed are scored anew, each once in a batch 指标变动后重算. */
export function rescoreHandler(deps: Deps): EventHandler {
  return onEvent(inputsChanged, async (tx, events) => {
    for (const [park, changes] of Map.groupBy(events, (event) => event.park)) {
      const usccs = [...new Set(changes.map(({ data }) => data.uscc))].toSorted();
      await rescoreEnterprises(deps, tx, { park, usccs, traceparent: changes[0]?.traceparent });
    }
  });
}
