import { DomainError, isDomainError } from '@qinwu/domain/errors';
import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { LedgerEntry } from '../ledger/entry.ts';
import { LEDGER_KEY } from '../ledger/write-entries.ts';
import {
  answerInsert,
  answerValues,
  type EventForm,
  entryInsert,
  entryValues,
  eventForm,
  eventInsert,
  eventValues,
  keyInsert,
  keyValues,
} from './commit-parts.ts';
import { postgresFault } from './constraint.ts';
import type { Database } from './database.ts';
import { domainErrorOf } from './database-error.ts';
import { IdempotencyKeyTaken, type KeptAnswer } from './idempotency.ts';
import type { OutboxRow } from './outbox-row.ts';
import { type CompiledStatement, compileStatement } from './placeholders.ts';

/** The rows of one kind of change, as one statement; compiled once, run as a named prepared statement. */
export interface CommitStatement {
  readonly name: string;
  /** The whole statement for the given optional parts; compiled at first use. */
  variant(parts: Parts): CompiledStatement & { name: string };
}

/** The parts of the commit that not every change has. */
export interface Parts {
  events: EventForm;
  answer: boolean;
  recordKey: boolean;
}

export interface CommitShape {
  /** A drizzle insert or update with `returning`, that writes at most one row: none where the version moved. */
  guard: SQLWrapper;
  /** Further statements by name; each selects from "guard", so that a stale commit writes nothing. */
  also?: Readonly<Record<string, SQLWrapper>>;
}

/** One change with everything that belongs to it. */
export interface Change {
  statement: CommitStatement;
  values: Readonly<Record<string, unknown>>;
  entry: LedgerEntry;
  events: readonly OutboxRow[];
  answer?: KeptAnswer | undefined;
  recordKey?: { recordId: string; wrapped: string } | undefined;
}

/** The row moved between reading and committing: nothing was written. */
export class StaleError extends DomainError {
  constructor() {
    super('stale', 'version-stale', {
      zh: '该记录已被他人更新，请刷新后重试',
      en: 'The record was changed meanwhile; read it again',
    });
  }
}

const ATTEMPTS = 3;
/** PostgreSQL cuts names of prepared statements at 63 bytes; the variant takes nine of them. */
const NAME_PATTERN = /^[a-z0-9][a-z0-9.-]{0,49}$/;
const PART_NAME_PATTERN = /^[a-z_]{1,40}$/;
const OWN_PARTS = new Set(['guard', 'ledger_part', 'outbox_part', 'answer_part', 'key_part']);

/** Compiles the statement of one kind of change; throws where a part would be written without the guard. */
export function defineCommit(name: string, shape: CommitShape): CommitStatement {
  if (!NAME_PATTERN.test(name)) throw new TypeError(`Commit name ${JSON.stringify(name)} does not fit.`);
  checkShape(name, shape);
  const variants = new Map<string, CompiledStatement & { name: string }>();
  return {
    name,
    variant(parts) {
      const suffix = `${parts.events}${parts.answer ? 'a' : ''}${parts.recordKey ? 'k' : ''}`;
      let variant = variants.get(suffix);
      if (!variant) {
        variant = { ...compileStatement(wholeStatement(shape, parts)), name: `${name}:${suffix}` };
        variants.set(suffix, variant);
      }
      return variant;
    },
  };
}

/**
 * Writes a change as one statement: the guarded row, the ledger entry, the deliveries owed, the stored answer and
 * the record's key, all or none. Throws StaleError where the guard wrote nothing, IdempotencyKeyTaken where the
 * key was stored meanwhile, other broken constraints as they are (`constraintOf`). A lost connection is
 * `outcome-unknown` and never tried again here: the statement may have been committed, and only the caller's
 * idempotency key can tell.
 */
export async function commit(db: Database, change: Change): Promise<void> {
  const { statement, entry, events, answer, recordKey } = change;
  const parts = {
    events: eventForm(events.length),
    answer: answer !== undefined,
    recordKey: recordKey !== undefined,
  };
  const { name, text, bind } = statement.variant(parts);
  const values = bind(change.values, {
    ...entryValues(entry),
    ...eventValues(events),
    ...(answer ? answerValues(answer) : undefined),
    ...(recordKey ? keyValues(recordKey) : undefined),
  });
  const written = await run(db, { name, text, values });
  if (!written) throw new StaleError();
  if (events.length > 0) db.onCommit?.();
}

async function run(db: Database, query: { name: string; text: string; values: unknown[] }): Promise<boolean> {
  try {
    const { rowCount } = await db.pool.query(query);
    return rowCount !== 0;
  } catch (error) {
    const constraint = postgresFault(error)?.constraint;
    if (constraint === 'idempotency_pkey') throw new IdempotencyKeyTaken();
    // Another commit has taken this place in the case's chain.
    if (constraint === LEDGER_KEY) throw new StaleError();
    throw domainErrorOf(error) ?? error;
  }
}

/** Runs read, decide, commit again where the record moved meanwhile; the last refusal is passed on. */
export async function retryStale<T>(fn: () => Promise<T>, attempts: number = ATTEMPTS): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fn();
    } catch (error) {
      if (attempt >= attempts || !isDomainError(error) || error.kind !== 'stale') throw error;
    }
  }
}

function wholeStatement(shape: CommitShape, parts: Parts): SQL {
  const ctes = [sql`"guard" as (${shape.guard.getSQL()})`];
  for (const [name, part] of Object.entries(shape.also ?? {})) {
    ctes.push(sql`${sql.identifier(name)} as (${part.getSQL()})`);
  }
  ctes.push(sql`ledger_part as (${entryInsert})`);
  if (parts.events !== 0) ctes.push(sql`outbox_part as (${eventInsert(parts.events)})`);
  if (parts.answer) ctes.push(sql`answer_part as (${answerInsert})`);
  if (parts.recordKey) ctes.push(sql`key_part as (${keyInsert})`);
  return sql`with ${sql.join(ctes, sql`, `)} select 1 from "guard"`;
}

function checkShape(name: string, { guard, also = {} }: CommitShape): void {
  if (!/\breturning\b/i.test(compileStatement(guard.getSQL()).text)) {
    throw new TypeError(`The guard of ${name} must return its row.`);
  }
  for (const [part, statement] of Object.entries(also)) {
    if (!PART_NAME_PATTERN.test(part) || OWN_PARTS.has(part)) {
      throw new TypeError(`Part name ${JSON.stringify(part)} of ${name} does not fit.`);
    }
    if (!/\b(from|using|join|,)\s+"?guard"?/i.test(compileStatement(statement.getSQL()).text)) {
      throw new TypeError(`Part ${part} of ${name} must select from "guard".`);
    }
  }
}
