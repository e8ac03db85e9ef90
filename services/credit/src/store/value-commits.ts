/** How versions of values are written: a new series, or the next version that supersedes the one before. */
import { defineCommit } from '@qinwu/platform/db/commit';
import { placeholders } from '@qinwu/platform/db/row';
import { statements } from '@qinwu/platform/db/statements';
import { and, eq, getTableColumns, isNull, placeholder, sql } from 'drizzle-orm';
import { indicatorValue } from './value-table.ts';

/** Both instants are the transaction's own: what was known when is then the same for every reader. */
const BY_DATABASE = ['knownAt', 'supersededAt'];

/** The first version of a value. */
export const insertValue = defineCommit('insert-value', {
  guard: statements
    .insert(indicatorValue)
    .values(placeholders(indicatorValue, { except: BY_DATABASE }) as never)
    .returning({ id: indicatorValue.id }),
});

const written = Object.entries(getTableColumns(indicatorValue)).filter(
  ([name]) => !BY_DATABASE.includes(name),
);

/**
 * The next version of a value; writes nothing where `beforeId` is no longer the current one. The row before is
 * superseded first, since the new one selects from it: the exclusion of overlapping days never meets both.
 */
export const nextValue = defineCommit('next-value', {
  guard: statements
    .update(indicatorValue)
    .set({ supersededAt: sql`now()` })
    .where(
      and(
        eq(indicatorValue.id, placeholder('beforeId')),
        eq(indicatorValue.parkId, placeholder('parkId')),
        isNull(indicatorValue.supersededAt),
      ),
    )
    .returning({ id: indicatorValue.id }),
  also: {
    version_part: sql`insert into ${indicatorValue} (${sql.join(
      written.map(([, { name }]) => sql.identifier(name)),
      sql`, `,
    )}) select ${sql.join(
      written.map(([name, column]) => sql`${placeholder(name)}::${sql.raw(column.getSQLType())}`),
      sql`, `,
    )} from "guard"`,
  },
});
