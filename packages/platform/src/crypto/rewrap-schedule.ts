import { defineSchedule, type ScheduleDefinition } from '../jobs/schedules.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Keyring } from './keyring.ts';
import { rewrapKeys } from './rewrap-keys.ts';

/** Every hour wraps anew what still stands under a former data key; a run that found none says so in the log. */
export function rewrapSchedule(keyring: Pick<Keyring, 'rewrap'>, log: Logger): ScheduleDefinition {
  return defineSchedule({
    name: 'rewrap-record-keys',
    everySeconds: 3_600,
    async run(db) {
      let total = 0;
      let after: string | null = null;
      do {
        const { rewrapped, next } = await rewrapKeys(db, keyring, after);
        total += rewrapped;
        after = next;
      } while (after !== null);
      // A process of the version before may have written under its key meanwhile: only an idle run is the end.
      if (total > 0) log.info({ rewrapped: total }, 'record keys are now under DATA_KEY');
      else log.info('every record key is under DATA_KEY: PREVIOUS_DATA_KEYS can be removed');
    },
  });
}
