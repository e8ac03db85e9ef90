import { defineCommit } from '@qinwu/platform/db/commit';
import type { Database } from '@qinwu/platform/db/database';
import { statements } from '@qinwu/platform/db/statements';
import {
  and,
  arrayOverlaps,
  asc,
  eq,
  getTableColumns,
  gt,
  inArray,
  placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import { boolean, date, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { MediatorKind } from '../session-vocabulary.ts';
import type { Category, Organisation } from '../vocabulary.ts';
import { placeholders } from './row.ts';

/** The roster; columns as in migrations/0003-mediators-and-sessions.sql. */
export const mediator = pgTable('mediator', {
  id: uuid('id').primaryKey(),
  parkId: text('park_id').notNull(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
  name: text('name').notNull(),
  subject: text('subject').notNull(),
  organisationKind: text('organisation_kind').$type<Organisation>().notNull(),
  organisationName: text('organisation_name').notNull(),
  kinds: text('kinds').array().$type<MediatorKind[]>().notNull(),
  languages: text('languages').array().notNull(),
  categories: text('categories').array().$type<Category[]>().notNull(),
  grids: text('grids').array().notNull(),
  employer: text('employer'),
  citizenIndex: text('citizen_index'),
  phoneIndex: text('phone_index'),
  relatives: text('relatives').array().notNull(),
  certifiedFrom: date('certified_from').notNull(),
  certifiedUntil: date('certified_until'),
  active: boolean('active').notNull(),
  recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull(),
});
export type MediatorRow = typeof mediator.$inferSelect;

/** How much a mediator has to do: open cases, and sessions still to come. */
export interface Load {
  openCases: number;
  sessionsComing: number;
}
export type LoadedMediator = MediatorRow & Load;

const KEPT = ['id', 'parkId', 'code', 'recordedAt'];
const changed = Object.fromEntries(
  Object.entries(getTableColumns(mediator))
    .filter(([name]) => !KEPT.includes(name))
    .map(([name, column]) => [name, sql.raw(`excluded.${column.name}`)]),
);

/** One statement for a new mediator (`expectedVersion` 0) and for a changed one. */
export const saveMediator = defineCommit('save-mediator', {
  guard: statements
    .insert(mediator)
    .values(placeholders(mediator) as never)
    .onConflictDoUpdate({
      target: [mediator.parkId, mediator.code],
      set: changed,
      setWhere: eq(mediator.version, placeholder('expectedVersion')),
    })
    .returning({ id: mediator.id }),
});

/** The mediator of this code, or null. */
export async function findOptionalMediator(
  { orm }: Database,
  park: string,
  code: string,
): Promise<MediatorRow | null> {
  const [row] = await orm
    .select()
    .from(mediator)
    .where(and(eq(mediator.parkId, park), eq(mediator.code, code)));
  return row ?? null;
}

/** Those of these mediators that the park has. */
export async function findMediators(
  { orm }: Database,
  park: string,
  ids: readonly string[],
): Promise<MediatorRow[]> {
  if (ids.length === 0) return [];
  return orm
    .select()
    .from(mediator)
    .where(and(eq(mediator.parkId, park), inArray(mediator.id, [...ids])));
}

export interface MediatorFilter {
  code?: string | undefined;
  kind?: MediatorKind | undefined;
  language?: string | undefined;
  category?: Category | undefined;
  grid?: string | undefined;
  active?: boolean | undefined;
  /** In no session between these. */
  freeFrom?: Date | undefined;
  freeTo?: Date | undefined;
}

function conditionsOf({
  code,
  kind,
  language,
  category,
  grid,
  active,
  freeFrom,
  freeTo,
}: MediatorFilter): SQL[] {
  const found = [
    code === undefined ? undefined : eq(mediator.code, code),
    kind === undefined ? undefined : arrayOverlaps(mediator.kinds, [kind]),
    language === undefined ? undefined : arrayOverlaps(mediator.languages, [language]),
    category === undefined
      ? undefined
      : sql`(${mediator.categories} = '{}' or ${arrayOverlaps(mediator.categories, [category])})`,
    grid === undefined ? undefined : arrayOverlaps(mediator.grids, [grid]),
    active === undefined ? undefined : eq(mediator.active, active),
    freeFrom === undefined || freeTo === undefined
      ? undefined
      : sql`not exists (select 1 from session_booking b where b.park_id = ${mediator.parkId} and b.kind = 'mediator'
          and b.key = ${mediator.id}::text and b.taken
          and tstzrange(b.starts_at, b.ends_at) && tstzrange(${freeFrom.toISOString()}::timestamptz, ${freeTo.toISOString()}::timestamptz))`,
  ];
  return found.filter((condition) => condition !== undefined);
}

// The outer table by name: drizzle writes the columns of a list without their table, and a subquery takes them for its own.
/** Where a mediator stands as one (`m:` subject), the case is looked up by its members. */
const openCases = sql<number>`(select count(*)::int from dispute_case c where c.park_id = mediator.park_id
  and c.members && array['m:' || mediator.subject]
  and c.state in ('REGISTERED', 'INVITING', 'ACCEPTED', 'MEDIATING', 'AGREED'))`;
const sessionsComing = (now: Date) => sql<number>`(select count(*)::int from session_booking b
  where b.park_id = mediator.park_id and b.kind = 'mediator' and b.key = mediator.id::text and b.taken
  and tstzrange(b.starts_at, b.ends_at) && tstzrange(${now.toISOString()}::timestamptz, null))`;

/** Mediators with their load in the order of their codes, those after `after`. */
export async function listMediators(
  { orm }: Database,
  page: { park: string; filter: MediatorFilter; after: string | null; limit: number; now: Date },
): Promise<LoadedMediator[]> {
  const { park, filter, after, limit, now } = page;
  return orm
    .select({ ...getTableColumns(mediator), openCases, sessionsComing: sessionsComing(now) })
    .from(mediator)
    .where(
      and(
        eq(mediator.parkId, park),
        ...conditionsOf(filter),
        after === null ? undefined : gt(mediator.code, after),
      ),
    )
    .orderBy(asc(mediator.code))
    .limit(limit);
}
