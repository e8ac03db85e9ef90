import { isDomainError, refuse } from '@qinwu/domain/errors';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import { sql } from 'drizzle-orm';
import { postgresFault } from '../db/constraint.ts';
import type { Database, Tx } from '../db/database.ts';
import { domainErrorOf } from '../db/database-error.ts';
import { inTransaction } from '../db/in-transaction.ts';
import { type EventHandler, isNotYet, type ReceivedEvent } from './event-handler.ts';
import { admit } from './inbox.ts';
import { type DeadReason, readEvent } from './open-envelope.ts';

/** A delivery that was put aside, as a person sees it: no payload. */
export interface DeadLetter {
  readonly eventId: string;
  readonly producer: string;
  readonly type: string;
  readonly park: string | null;
  readonly reason: DeadReason;
  readonly error: string;
  readonly attempts: number;
  readonly diedAt: Date;
}

interface Row extends Record<string, unknown> {
  event_id: string;
  producer: string;
  type: string;
  park_id: string | null;
  reason: DeadReason;
  error: string;
  attempts: number;
  died_at: string;
  place: string;
}

/** Which dead letters to list: those with a false signature stand apart, since anybody can make any number of them. */
export interface DeadLetterQuery {
  readonly park: string;
  readonly forged: boolean;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A page of what still waits for someone, oldest first; those without a park belong to every park. */
export async function listDeadLetters(db: Database, query: DeadLetterQuery): Promise<Page<DeadLetter>> {
  const { park, forged, limit, cursor } = query;
  const filter = { park, forged };
  const [at, id] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['instant', 'id']);
  const later = at === undefined ? sql`` : sql`and (died_at, event_id) > (${at}::timestamptz, ${id}::uuid)`;
  const found = await db.orm.execute<Row>(sql`
    select event_id, producer, type, park_id, reason, error, attempts, died_at,
      to_char(died_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place
    from dead_letter
    where ${waitsFor(park)} and (reason = 'forged') = ${forged} ${later}
    order by died_at, event_id limit ${limit + 1}`);
  const rows = found.rows.slice(0, limit);
  const last = found.rows.length > limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(letterOf),
    next: last === undefined ? null : encodeCursor([last.place, last.event_id], filter),
  };
}

/** How many deliveries with a false signature wait: they are counted apart so that they hide no real one. */
export async function countForged(db: Database): Promise<number> {
  const found = await db.orm.execute<{ n: number }>(sql`
    select count(*)::int as n from dead_letter
    where redriven_at is null and dismissed_at is null and reason = 'forged'`);
  return found.rows[0]?.n ?? 0;
}

/** A person puts a dead letter away without applying it; missing where none waits. */
export async function dismissDeadLetter(
  db: Database,
  { park, eventId, actor }: { readonly park: string; readonly eventId: string; readonly actor: string },
): Promise<void> {
  const dismissed = await db.orm.execute(sql`
    update dead_letter set dismissed_at = now(), dismissed_by = ${actor}
    where event_id = ${eventId} and ${waitsFor(park)}`);
  if (dismissed.rowCount === 0) throw notFound();
}

/**
 * Applies a dead letter now, exactly once: its effect and the mark that it was driven again are one commit. Missing
 * where there is none or it was driven before; one with a false signature, and one the inbox may have forgotten, are
 * refused; one that fails again is refused as `dead-letter-fails` with the reason and left as it was.
 */
export async function redrive(
  db: Database,
  handlers: readonly EventHandler[],
  { park, eventId }: { readonly park: string; readonly eventId: string },
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const text = await takeUp(tx, park, eventId);
    const read = readEvent(text, (type) => handlers.some((handler) => handler.event.type === type));
    if (!read.ok) throw fails(read.reason);
    const { event, producer } = read;
    // Filed under a name of its own because it could not be read then: it may have come again and been applied since.
    if (event.id !== eventId && (await admit(tx, [{ id: event.id, producer }])).fresh.size === 0) return;
    await apply(tx, handlers, event);
  });
}

async function apply(tx: Tx, handlers: readonly EventHandler[], event: ReceivedEvent): Promise<void> {
  try {
    for (const handler of handlers.filter((one) => one.event.type === event.type)) {
      await handler.handle(tx, [event]);
    }
  } catch (error) {
    if (isPassing(error)) throw error;
    throw fails(isNotYet(error) ? 'not-yet' : 'failed', error);
  }
}

/** The database was away, or busy with others: says nothing of the letter. */
function isPassing(error: unknown): boolean {
  if (isDomainError(error)) return false;
  const code = postgresFault(error)?.code;
  return code === '40001' || code === '40P01' || domainErrorOf(error) !== null;
}

const waitsFor = (park: string) =>
  sql`redriven_at is null and dismissed_at is null and (park_id = ${park} or park_id is null)`;

async function takeUp(tx: Tx, park: string, eventId: string): Promise<string> {
  const taken = await tx.execute<{ envelope: string; reason: DeadReason }>(sql`
    update dead_letter set redriven_at = now() where event_id = ${eventId} and ${waitsFor(park)}
    returning envelope, reason`);
  const letter = taken.rows[0];
  if (letter === undefined) throw notFound();
  if (letter.reason === 'forged') {
    throw refuse('rule', 'dead-letter-forged', {
      zh: '签名不符的死信不能重投',
      en: 'A dead letter with a false signature cannot be driven again',
    });
  }
  if (letter.reason === 'too-old') {
    throw refuse('rule', 'dead-letter-too-old', {
      zh: '过旧的死信可能早已生效，不能重投',
      en: 'A dead letter older than the inbox remembers may have been applied: it cannot be driven again',
    });
  }
  return letter.envelope;
}

function notFound(): Error {
  return refuse('missing', 'dead-letter-not-found', {
    zh: '没有这封死信',
    en: 'No such dead letter is waiting',
  });
}

function fails(reason: string, cause?: unknown): Error {
  const title = { zh: '重投仍然失败，死信保留', en: 'The dead letter fails again and is kept' };
  const refusal = refuse('rule', 'dead-letter-fails', title, { extra: { reason } });
  return Object.assign(refusal, { cause });
}

function letterOf(row: Row): DeadLetter {
  return {
    eventId: row.event_id,
    producer: row.producer,
    type: row.type,
    park: row.park_id,
    reason: row.reason,
    error: row.error,
    attempts: row.attempts,
    diedAt: new Date(row.died_at),
  };
}
