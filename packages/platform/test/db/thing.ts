import { newId } from '@qinwu/domain/id';
import { type Change, type CommitStatement, defineCommit } from '@qinwu/platform/db/commit';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { statements } from '@qinwu/platform/db/statements';
import { type ChainHead, makeEntry } from '@qinwu/platform/ledger/entry';
import { and, eq, sql } from 'drizzle-orm';
import { integer, pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const thing = pgTable('thing', {
  id: uuid('id').primaryKey(),
  park: text('park_id').notNull(),
  name: text('name').notNull(),
  version: integer('version').notNull(),
  ledgerHash: text('ledger_hash').notNull(),
});

export const PARK = 'park-1';

export const createThing: CommitStatement = defineCommit('create-thing', {
  guard: statements
    .insert(thing)
    .values({
      id: sql.placeholder('id'),
      park: sql.placeholder('park'),
      name: sql.placeholder('name'),
      version: sql.placeholder('version'),
      ledgerHash: sql.placeholder('ledgerHash'),
    })
    .returning({ id: thing.id }),
});

export const renameThing: CommitStatement = defineCommit('rename-thing', {
  guard: statements
    .update(thing)
    .set({
      name: sql`${sql.placeholder('name')}`,
      version: sql`${sql.placeholder('version')}::int`,
      ledgerHash: sql`${sql.placeholder('ledgerHash')}`,
    })
    .where(and(eq(thing.id, sql.placeholder('id')), eq(thing.version, sql.placeholder('readVersion'))))
    .returning({ id: thing.id }),
  also: {
    note: sql`insert into thing_note (thing_id, note)
      select g.id, ${sql.placeholder('name')}::text from "guard" g`,
  },
});

export interface Written {
  change: Change;
  id: string;
  head: ChainHead;
}

/** The change that creates a thing. */
export function creation(name: string, more: Partial<Change> = {}): Written {
  return written(newId(), null, name, { statement: createThing, ...more });
}

/** The change that renames a thing read at `head`. */
export function renaming(id: string, head: ChainHead, name: string, more: Partial<Change> = {}): Written {
  return written(id, head, name, { statement: renameThing, ...more });
}

function written(
  id: string,
  previous: ChainHead | null,
  name: string,
  more: Partial<Change> & { statement: CommitStatement },
): Written {
  const step = { park: PARK, caseKind: 'thing', caseId: id, at: new Date(), actor: 'officer-1' };
  const entry = makeEntry({ ...step, action: previous ? 'rename' : 'create', change: { name } }, previous);
  const values = {
    id,
    park: PARK,
    name,
    version: entry.seq,
    ledgerHash: entry.hash,
    readVersion: previous?.seq ?? 0,
  };
  return {
    id,
    head: { seq: entry.seq, hash: entry.hash },
    change: { values, entry, events: [], ...more },
  };
}

/** One delivery owed for an event. */
export function delivery(listener: string = 'cockpit'): OutboxRow {
  return { eventId: newId(), listener, type: 'qinwu.thing.created.v1', park: PARK, envelope: '{"data":{}}' };
}

/** An answer for a key, not sealed. */
export function keptAnswer(key: string, body: string = '{"id":1}'): KeptAnswer {
  return {
    clientId: 'client-1',
    operation: 'create-thing',
    key,
    fingerprint: 'f'.repeat(64),
    status: 201,
    headers: { location: '/things/1' },
    body: Buffer.from(body),
    recordId: null,
    dek: null,
  };
}
