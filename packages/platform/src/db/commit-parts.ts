import { placeholder, type SQL, sql } from 'drizzle-orm';
import type { LedgerEntry } from '../ledger/entry.ts';
import type { AddedRows } from './commit-variant.ts';
import { type KeptAnswer, storedAnswer } from './idempotency.ts';
import type { OutboxRow } from './outbox-row.ts';

// What the platform adds to every commit. Each part selects from "guard": where the guard wrote no row, none of
// them writes one. Placeholder names start with a mark that no store function uses.
const at = (name: string) => placeholder(`$${name}`);

export const entryRow: AddedRows = {
  into: sql`ledger (park_id, case_kind, case_id, seq, at, actor, action, body, prev_hash, hash)`,
  rows: [
    sql`${at('park')}::text, ${at('caseKind')}::text, ${at('caseId')}::uuid, ${at('seq')}::int,
      ${at('at')}::timestamptz, ${at('actor')}::text, ${at('action')}::text, ${at('body')}::text,
      ${at('prevHash')}::text, ${at('hash')}::text`,
  ],
};

/** Up to so many deliveries go in as plain rows; passing them as arrays costs a third more on one row. */
const MOST_ROWS = 4;

/** How the deliveries of a commit are written: a number of rows, or arrays of any length. */
export type EventForm = number | 'arrays';

/** The form for so many deliveries. */
export function eventForm(count: number): EventForm {
  return count <= MOST_ROWS ? count : 'arrays';
}

const OUTBOX = sql`outbox (event_id, listener, type, park_id, envelope)`;

/** The part that owes the deliveries, in the given form (not for 0). */
export function eventRows(form: EventForm): SQL | AddedRows {
  if (form !== 'arrays') return { into: OUTBOX, rows: Array.from({ length: form }, eventRow) };
  return sql`
    insert into ${OUTBOX}
    select e.*
    from "guard", unnest(${at('eventIds')}::uuid[], ${at('listeners')}::text[], ${at('types')}::text[],
      ${at('parks')}::text[], ${at('envelopes')}::text[]) as e`;
}

function eventRow(_: unknown, n: number): SQL {
  return sql`${at(`eventId${n}`)}::uuid, ${at(`listener${n}`)}::text, ${at(`type${n}`)}::text,
    ${at(`park${n}`)}::text, ${at(`envelope${n}`)}::text`;
}

export const answerRow: AddedRows = {
  into: sql`idempotency (client_id, operation, key, fingerprint, status, headers, body, record_id)`,
  rows: [
    sql`${at('clientId')}::text, ${at('operation')}::text, ${at('key')}::text, ${at('fingerprint')}::text,
      ${at('status')}::int, ${at('headers')}::text, ${at('answerBody')}::text, ${at('answerRecord')}::uuid`,
  ],
};

export const keyRow: AddedRows = {
  into: sql`record_key (record_id, park_id, wrapped)`,
  rows: [sql`${at('recordId')}::uuid, ${at('park')}::text, ${at('wrapped')}::text`],
};

type Values = Record<`$${string}`, unknown>;

/** The values of `entryRow`. */
export function entryValues(entry: LedgerEntry): Values {
  return {
    $park: entry.park,
    $caseKind: entry.caseKind,
    $caseId: entry.caseId,
    $seq: entry.seq,
    $at: entry.at.toISOString(),
    $actor: entry.actor,
    $action: entry.action,
    $body: entry.body,
    $prevHash: entry.prevHash,
    $hash: entry.hash,
  };
}

/** The values of `eventRows`. */
export function eventValues(events: readonly OutboxRow[]): Values {
  if (eventForm(events.length) === 'arrays') {
    return {
      $eventIds: events.map((event) => event.eventId),
      $listeners: events.map((event) => event.listener),
      $types: events.map((event) => event.type),
      $parks: events.map((event) => event.park),
      $envelopes: events.map((event) => event.envelope),
    };
  }
  const values: Values = {};
  for (const [n, event] of events.entries()) {
    values[`$eventId${n}`] = event.eventId;
    values[`$listener${n}`] = event.listener;
    values[`$type${n}`] = event.type;
    values[`$park${n}`] = event.park;
    values[`$envelope${n}`] = event.envelope;
  }
  return values;
}

/** The values of `answerRow`. */
export function answerValues(answer: KeptAnswer): Values {
  const row = storedAnswer(answer);
  return {
    $clientId: row.clientId,
    $operation: row.operation,
    $key: row.key,
    $fingerprint: row.fingerprint,
    $status: row.status,
    $headers: row.headers,
    $answerBody: row.body,
    $answerRecord: row.recordId,
  };
}

/** The values of `keyRow`. */
export function keyValues(key: { recordId: string; wrapped: string }): Values {
  return { $recordId: key.recordId, $wrapped: key.wrapped };
}
