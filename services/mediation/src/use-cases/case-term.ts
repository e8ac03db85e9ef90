import type { LocalDate } from '@qinwu/domain/local-date';
import type { DbOrTx } from '@qinwu/platform/db/database';
import type { Term } from '../rules/case-clock.ts';
import { chooseStandard } from '../rules/standards.ts';
import { mediationTerm, termKindOf } from '../rules/terms.ts';
import { standardsOf } from '../store/standards.ts';
import type { Channel } from '../vocabulary.ts';

/** The term of a case received on that day: the law's for labour disputes, else the park's own. */
export async function caseTerm(
  db: DbOrTx,
  { park, ...of }: { park: string; labour: boolean; channel: Channel },
  on: LocalDate,
): Promise<Term> {
  const kind = termKindOf(of);
  if (kind === null) return mediationTerm(null);
  return mediationTerm(chooseStandard(await standardsOf(db, park), { kind, on, region: null }));
}
