import { DomainError, isDomainError } from '@qinwu/domain/errors';
import type { SQLWrapper } from 'drizzle-orm';
import type { LedgerEntry } from '../ledger/entry.ts';
import { LEDGER_KEY } from '../ledger/write-entries.ts';
import {
  answerRow,
  answerValues,
  type EventForm,
  entryRow,
  entryValues,
  eventForm,
  eventRows,
  eventValues,
  keyRow,
  keyValues,
} from './commit-parts.ts';
import { type AddedRows, type CommitVariant, compileVariant, type NamedPart } from './commit-variant.ts';
import { postgresFault } from './constraint.ts';
import type { Database } from './database.ts';
import { domainErrorOf } from './database-error.ts';
import { writeAlone, writeTogether } from './group-commit.ts';
import { IdempotencyKeyTaken, type KeptAnswer } from './idempotency.ts';
import type { OutboxRow } from './outbox-row.ts';
import { compileStatement } from './placeholders.ts';

/** The rows of one kind of change, as one statement; compiled once, run as a named prepared statement. */
export interface CommitStatement {
  readonly name: string;
  /** The whole statement for the given optional parts; compiled at first use. */
  variant(parts: Parts): CommitVariant;
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
  /** Rows added beside it, or further statements; each selects from "guard", so that a stale commit writes nothing. */
  also?: Readonly<Record<string, SQLWrapper | AddedRows>>;
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

/** The row moved between reading and committing, or before that from what the caller saw: nothing was written. */
export class StaleError extends DomainError {
  /** The caller named a version that is not the record's: reading again helps nobody but the caller. */
  readonly isCallers: boolean;

  constructor({ isCallers = false }: { isCallers?: boolean } = {}) {
    super('stale', 'version-stale', {
      zh: '该记录已被他人更新，请刷新后重试',
      en: 'The record was changed meanwhile; read it again',
    });
    this.isCallers = isCallers;
  }
}

/** Of those that change one record at the same moment one wins each time: so many find their turn. */
const ATTEMPTS = 8;
/** PostgreSQL cuts names of prepared statements at 63 bytes; the variant and the group take thirteen of them. */
const NAME_PATTERN = /^[a-z0-9][a-z0-9.-]{0,47}$/;
const PART_NAME_PATTERN = /^[a-z_]{1,40}$/;
const OWN_PARTS = new Set(['guard', 'ledger_part', 'outbox_part', 'answer_part', 'key_part']);

/** Compiles the statement of one kind of change; throws where a part would be written without the guard. */
export function defineCommit(name: string, shape: CommitShape): CommitStatement {
  if (!NAME_PATTERN.test(name)) throw new TypeError(`Commit name ${JSON.stringify(name)} does not fit.`);
  checkShape(name, shape);
  const variants = new Map<string, CommitVariant>();
  return {
    name,
    variant(parts) {
      const suffix = `${parts.events}${parts.answer ? 'a' : ''}${parts.recordKey ? 'k' : ''}`;
      let variant = variants.get(suffix);
      if (!variant) {
        variant = compileVariant(`${name}:${suffix}`, partsOf(shape, parts));
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
  const variant = statement.variant(parts);
  const values = variant.bind(change.values, {
    ...entryValues(entry),
    ...eventValues(events),
    ...(answer ? answerValues(answer) : undefined),
    ...(recordKey ? keyValues(recordKey) : undefined),
  });
  const written = await run(db, variant, values);
  if (!written) throw new StaleError();
  if (events.length > 0) db.onCommit?.(events.map(({ listener }) => listener));
}

async function run(db: Database, variant: CommitVariant, values: unknown[]): Promise<boolean> {
  try {
    return await (variant.isUpsert ? writeAlone : writeTogether)(db, variant, values);
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
      if (error instanceof StaleError && error.isCallers) throw error;
    }
  }
}

function partsOf({ guard, also = {} }: CommitShape, parts: Parts): NamedPart[] {
  const named: NamedPart[] = [['guard', guard.getSQL()]];
  for (const [name, part] of Object.entries(also)) named.push([name, 'into' in part ? part : part.getSQL()]);
  named.push(['ledger_part', entryRow]);
  if (parts.events !== 0) named.push(['outbox_part', eventRows(parts.events)]);
  if (parts.answer) named.push(['answer_part', answerRow]);
  if (parts.recordKey) named.push(['key_part', keyRow]);
  return named;
}

function checkShape(name: string, { guard, also = {} }: CommitShape): void {
  if (!/\breturning\b/i.test(compileStatement(guard.getSQL()).text)) {
    throw new TypeError(`The guard of ${name} must return its row.`);
  }
  for (const [part, statement] of Object.entries(also)) {
    if (!PART_NAME_PATTERN.test(part) || OWN_PARTS.has(part)) {
      throw new TypeError(`Part name ${JSON.stringify(part)} of ${name} does not fit.`);
    }
    if ('into' in statement) continue;
    if (!/\b(from|using|join|,)\s+"?guard"?/i.test(compileStatement(statement.getSQL()).text)) {
      throw new TypeError(`Part ${part} of ${name} must select from "guard".`);
    }
  }
}
