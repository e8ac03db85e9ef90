import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq } from 'drizzle-orm';
import { date, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Procedure, TrackKind, TrackState } from '../vocabulary.ts';
import { changedCase, clocksPart, filesPart } from './case-commits.ts';
import { rowValues, writtenRows } from './written-rows.ts';

/** Ways beside the mediation; columns as in migrations/0007-side-tracks.sql. */
export const sideTrack = pgTable('side_track', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  caseId: uuid('case_id').notNull(),
  kind: text('kind').$type<TrackKind>().notNull(),
  state: text('state').$type<TrackState>().notNull(),
  outcome: text('outcome'),
  content: text('content').notNull(),
  filedOn: date('filed_on').notNull(),
  acceptedOn: date('accepted_on'),
  decidedOn: date('decided_on'),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type TrackRow = typeof sideTrack.$inferSelect;

/** A case with a way new beside it, or one that moved; the placeholder `track` is its row as JSON, `files` its papers. */
export const saveCaseWithTrack = defineCommit('save-case-track', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    files: filesPart,
    track: writtenRows(sideTrack, 'track'),
  },
});

/** The value of the placeholder `track`. */
export function trackValue(row: TrackRow): string {
  return rowValues(sideTrack, [row]);
}

/** What a case's own row says of the ways beside it, the first filed first. */
export function proceduresOf(tracks: readonly TrackRow[]): Procedure[] {
  return tracks
    .toSorted((a, b) => a.filedOn.localeCompare(b.filedOn) || a.id.localeCompare(b.id))
    .map(({ kind, state, outcome }) => ({ kind, state, outcome }));
}

/** The ways beside a case, the first filed first. */
export async function listTracks(db: Database, park: string, caseId: string): Promise<TrackRow[]> {
  return db.orm
    .select()
    .from(sideTrack)
    .where(and(eq(sideTrack.caseId, caseId), eq(sideTrack.parkId, park)))
    .orderBy(asc(sideTrack.filedOn), asc(sideTrack.id));
}
