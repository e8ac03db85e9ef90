import type { CommitVariant } from './commit-variant.ts';
import { postgresFault } from './constraint.ts';
import type { Database } from './database.ts';
import { gather } from './gather.ts';

/** Each size is a prepared statement of its own on every connection. */
const SIZES = [16, 8, 4, 2, 1] as const;

/**
 * Writes a change, given by its parameters, together with others of its variant that wait at the same moment: one
 * statement, one transaction, one flush of the log. True where the guard wrote a row. Where a statement for several is
 * refused, each change is written by itself, so that everybody hears of their own fault alone.
 */
export const writeTogether = gather<CommitVariant, unknown[], boolean>({
  // A second writer would find fewer changes waiting, and its rows would wait for the same flush of the log.
  atOnce: 1,
  keyOf: ({ name }) => name,
  sizeOf: (waiting) => SIZES.find((size) => size <= waiting) ?? 1,
  async run(db, variant, changes) {
    try {
      const written = await write(db, variant, changes);
      return changes.map((_, place) => ({ status: 'fulfilled', value: written.has(place) }));
    } catch (error) {
      if (changes.length === 1 || !isRefusal(error)) throw error;
      return Promise.allSettled(changes.map((change) => writeAlone(db, variant, change)));
    }
  },
});

/** The same for a change that goes alone. */
export async function writeAlone(db: Database, variant: CommitVariant, change: unknown[]): Promise<boolean> {
  return (await write(db, variant, [change])).has(0);
}

/** The places of the changes that were written. */
async function write(
  db: Database,
  variant: CommitVariant,
  changes: readonly unknown[][],
): Promise<ReadonlySet<number>> {
  const values = changes.length === 1 ? changes[0] : changes.flat();
  const { rows } = await db.pool.query<[number]>({
    ...variant.statementFor(changes.length),
    ...(values === undefined ? {} : { values }),
    rowMode: 'array',
  });
  return new Set(rows.map(([place]) => place));
}

/** Told by the server that it wrote nothing: a value, a constraint, a deadlock, a lock. */
function isRefusal(error: unknown): boolean {
  return /^(21|22|23|40|55)/.test(postgresFault(error)?.code ?? '');
}
