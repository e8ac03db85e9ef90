import type { LocalDate } from '@qinwu/domain/local-date';
import type { DbOrTx } from '@qinwu/platform/db/database';
import type { Term } from '../rules/case-clock.ts';
import { chooseStandard } from '../rules/standards.ts';
import { mediationTerm, type Termed, termKindOf } from '../rules/terms.ts';
import { standardsOf } from '../store/standards.ts';

/** The term of a case received on that day: the law's for labour disputes, else the park's own. */
export async function caseTerm(
  db: DbOrTx,
  { park, ...of }: Termed & { park: string },
  on: LocalDate,
): Promise<Term> {
  const kind = termKindOf(of);
  if (kind === null) return mediationTerm(null);
  return mediationTerm(chooseStandard(await standardsOf(db, park), { kind, on, region: null }));
}
