import { StaleError } from './commit.ts';

/** Refuses `version-stale` unless the caller's version, if any, is the record's. */
export function ensureVersion(row: { version: number }, ifMatch: number | null): void {
  if (ifMatch !== null && ifMatch !== row.version) throw new StaleError({ isCallers: true });
}
