import { defineSchedule, type ScheduleDefinition } from '../jobs/schedules.ts';
import type { FileStore } from './file-store.ts';

/** A file sent but named by no record within a day, or never received to its end. */
const ORPHAN_AFTER_HOURS = 24;
const BATCH = 500;

interface Orphan {
  id: string;
  place: string;
}

/** Removes orphaned files received before `before`; returns how many. */
export async function removeOrphans(files: FileStore, before: Date): Promise<number> {
  let removed = 0;
  for (;;) {
    const { rows } = await files.db.pool.query<Orphan>(
      `with gone as (
         delete from file where id in (select id from file where attached_to is null and created_at < $1
           order by created_at limit ${BATCH} for update skip locked)
         returning id, place),
       keys as (delete from record_key where record_id in (select id from gone))
       select id, place from gone`,
      [before],
    );
    // An object left behind by a crash between the two is ciphertext whose key is gone.
    for (const { place } of rows) await files.blobs.remove(place);
    removed += rows.length;
    if (rows.length < BATCH) return removed;
  }
}

/** Removes orphaned files every hour. */
export function orphanSchedule(files: FileStore): ScheduleDefinition {
  return defineSchedule({
    name: 'remove-orphaned-files',
    everySeconds: 3600,
    async run(_db, period) {
      await removeOrphans(files, new Date(period.start.getTime() - ORPHAN_AFTER_HOURS * 3_600_000));
    },
  });
}
