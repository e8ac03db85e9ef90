import { localDateOf } from '@qinwu/domain/local-date';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { defineSchedule, type ScheduleDefinition } from '@qinwu/platform/jobs/schedules';
import type { Deps } from '../deps.ts';
import { listRunOut } from '../store/input-vectors.ts';
import { refreshInputs } from '../use-cases/inputs/lay-out-inputs.ts';

const EVERY_SECONDS = 60;
/** Enterprises in one transaction: their inputs are locked for no longer than it takes. */
const SLICE = 200;

/** Lays out anew what a value has run out of or begun in, so that the nightly run finds it ready 指标到期. */
export function inputsRefresh(deps: Deps): ScheduleDefinition {
  return defineSchedule({
    name: 'credit.inputs-refresh',
    everySeconds: EVERY_SECONDS,
    run: async () => {
      const today = localDateOf(deps.clock.now());
      for (;;) {
        const slice = await listRunOut(deps.db, today, SLICE);
        for (const [park, of] of Map.groupBy(slice, (one) => one.park)) {
          const usccs = of.map(({ uscc }) => uscc);
          await inTransaction(deps.db, (tx) => refreshInputs(tx, park, usccs, today));
        }
        if (slice.length < SLICE) return;
      }
    },
  });
}
