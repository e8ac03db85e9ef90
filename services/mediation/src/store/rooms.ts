import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { statements } from '@qinwu/platform/db/statements';
import { and, asc, eq, gt, placeholder, sql } from 'drizzle-orm';
import { integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import { placeholders } from './row.ts';

/** Rooms 调解室; columns as in migrations/0003-mediators-and-sessions.sql. */
export const room = pgTable('room', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  name: text('name').notNull(),
  seats: integer('seats').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type RoomRow = typeof room.$inferSelect;

/** One statement for a new room (`expectedVersion` 0) and for a changed one. */
export const saveRoom = defineCommit('save-room', {
  guard: statements
    .insert(room)
    .values(placeholders(room) as never)
    .onConflictDoUpdate({
      target: [room.parkId, room.code],
      set: {
        name: sql`excluded.name`,
        seats: sql`excluded.seats`,
        version: sql`excluded.version`,
        ledgerHash: sql`excluded.ledger_hash`,
      },
      setWhere: eq(room.version, placeholder('expectedVersion')),
    })
    .returning({ id: room.id }),
});

/** The room of this code, or null. */
export async function findOptionalRoom(
  { orm }: Database,
  park: string,
  code: string,
): Promise<RoomRow | null> {
  const [row] = await orm
    .select()
    .from(room)
    .where(and(eq(room.parkId, park), eq(room.code, code)));
  return row ?? null;
}

/** Rooms in the order of their codes, those after `after`. */
export async function listRooms(
  { orm }: Database,
  { park, after, limit }: { park: string; after: string | null; limit: number },
): Promise<RoomRow[]> {
  return orm
    .select()
    .from(room)
    .where(and(eq(room.parkId, park), after === null ? undefined : gt(room.code, after)))
    .orderBy(asc(room.code))
    .limit(limit);
}
