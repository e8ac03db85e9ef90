import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import type { Tx } from '../db/database.ts';
import type { DeadReason } from './open-envelope.ts';

/** How failing deliveries are tried again. */
export interface RetryPolicy {
  /** Tries before a delivery is put aside. */
  readonly attempts: number;
  /** Milliseconds before the second try; doubled for each further one. */
  readonly firstMs: number;
  /** Milliseconds a handler may answer not-yet before that counts as failing. */
  readonly notYetMs: number;
}

export const RETRY_POLICY: RetryPolicy = { attempts: 10, firstMs: 500, notYetMs: 15 * 60_000 };

const MAX_DELAY_MS = 5 * 60_000;
const NOT_YET_DELAY_MS = 15_000;

/** What became of a failed try. */
export type Setback = { readonly retryInMs: number } | 'exhausted';

/** A failed try of one event. */
export interface Failure {
  readonly eventId: string;
  readonly producer: string;
  readonly error: string;
  readonly waiting: boolean;
}

/** Lets one process at a time try this event, until the transaction ends. */
export async function lockEvent(tx: Tx, eventId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${eventId}, 7316))`);
}

/** Tells whether a failed event's time has not come yet. */
export async function isHeld(tx: Tx, eventId: string): Promise<boolean> {
  const found = await tx.execute(
    sql`select from delivery_attempt where event_id = ${eventId} and next_at > now()`,
  );
  return found.rowCount === 1;
}

/** Counts a failed try and says when the next is due; a not-yet counts only after its 15 minutes. */
export async function countFailure(tx: Tx, failure: Failure, policy: RetryPolicy): Promise<Setback> {
  const counted = await tx.execute<{ attempts: number; age: string }>(sql`
    insert into delivery_attempt as d (event_id, producer, attempts, last_error)
    values (${failure.eventId}, ${failure.producer}, ${failure.waiting ? 0 : 1}, ${failure.error})
    on conflict (event_id) do update set last_error = excluded.last_error,
      attempts = d.attempts + case when ${failure.waiting}
        and d.first_at > clock_timestamp() - ${policy.notYetMs} * interval '1 millisecond' then 0 else 1 end
    returning attempts, extract(epoch from clock_timestamp() - first_at) * 1000 as age`);
  const attempts = counted.rows[0]?.attempts ?? 1;
  if (attempts >= policy.attempts) return 'exhausted';
  const age = Number(counted.rows[0]?.age ?? 0);
  const retryInMs = Math.round(delayOf(attempts, age, policy));
  await tx.execute(sql`
    update delivery_attempt set next_at = clock_timestamp() + ${retryInMs} * interval '1 millisecond'
    where event_id = ${failure.eventId}`);
  return { retryInMs };
}

function delayOf(attempts: number, ageMs: number, policy: RetryPolicy): number {
  const jitter = 0.9 + Math.random() / 5;
  // Not counted yet: look again soon at first, then less and less often.
  if (attempts === 0) return Math.min(Math.max(policy.firstMs, ageMs / 2), NOT_YET_DELAY_MS) * jitter;
  return Math.min(policy.firstMs * 2 ** (attempts - 1), MAX_DELAY_MS) * jitter;
}

/** A delivery that is put aside for a person. */
export interface Burial {
  /** Null where the envelope cannot be trusted: the row is then named after the text it holds. */
  readonly eventId: string | null;
  readonly producer: string;
  readonly type: string;
  readonly park: string | null;
  readonly envelope: string;
  readonly reason: DeadReason;
  readonly error: string;
}

/**
 * Puts a delivery aside. A trusted one also takes its inbox row, so that it is never applied by a resend, only by
 * being driven again. Returns false where it was applied or put aside before.
 */
export async function bury(tx: Tx, burial: Burial): Promise<boolean> {
  if (burial.eventId !== null) {
    const taken = await tx.execute(sql`
      insert into inbox (event_id, producer) values (${burial.eventId}, ${burial.producer})
      on conflict do nothing`);
    if (taken.rowCount === 0) return false;
  }
  const id = burial.eventId ?? nameAfter(burial.envelope);
  const buried = await tx.execute(sql`
    with tried as (delete from delivery_attempt where event_id = ${id} returning attempts)
    insert into dead_letter (event_id, producer, type, park_id, envelope, error, reason, attempts)
    select ${id}::uuid, ${burial.producer}::text, ${burial.type}::text, ${burial.park}::text,
      ${burial.envelope}::text, ${burial.error}::text, ${burial.reason}::text,
      coalesce((select attempts from tried), 0)
    on conflict (event_id) do nothing`);
  return buried.rowCount === 1;
}

/** The same forged text is kept once, however often it is sent (a name-based UUID, RFC 9562 version 8). */
function nameAfter(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
