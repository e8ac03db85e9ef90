import type { DbOrTx } from '@qinwu/platform/db/database';
import { checkKnownAt } from '../rules/figure-period.ts';
import { readKnownAt } from '../store/read-facts.ts';

/** The instant a question asks for, or null for all that is known; refuses one in the future. */
export async function knownInstant(
  db: DbOrTx,
  {
    park,
    knownAt,
    now,
  }: { readonly park: string; readonly knownAt?: string | undefined; readonly now: Date },
): Promise<Date | null> {
  if (knownAt === undefined) return null;
  const asked = new Date(knownAt);
  if (asked > now) checkKnownAt(asked, now, await readKnownAt(db, park));
  return asked;
}
