import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { listReordered, listRunOut } from '../store/input-vectors.ts';
import { followOrder } from '../use-cases/inputs/follow-order.ts';
import { refreshInputs } from '../use-cases/inputs/lay-out-inputs.ts';

const EVERY_SECONDS = 60;
/** Enterprises in one transaction: their inputs are locked for no longer than it takes. */
const SLICE = 200;

/**
 * Lays out anew what a value has run out of or begun in, and what the park has put its sources in another order for, so
 * that the nightly run finds it ready 指标到期.
 */
export function inputsRefresh(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'credit.inputs-refresh',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const today = localDateOf(deps.clock.now());
      await inSlices(
        () => listReordered(deps.db, SLICE),
        (park, usccs) => inTransaction(deps.db, (tx) => followOrder(deps, tx, { park, usccs })),
      );
      await inSlices(
        () => listRunOut(deps.db, today, SLICE),
        (park, usccs) => inTransaction(deps.db, (tx) => refreshInputs(tx, park, usccs, today)),
      );
    },
  });
}

/** Does some at a time until there are no more. */
async function inSlices(
  list: () => Promise<{ park: string; uscc: string }[]>,
  work: (park: string, usccs: string[]) => Promise<void>,
): Promise<void> {
  for (;;) {
    const slice = await list();
    for (const [park, of] of Map.groupBy(slice, (one) => one.park)) {
      await work(
        park,
        of.map(({ uscc }) => uscc),
      );
    }
    if (slice.length < SLICE) return;
  }
}
