import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../../deps.ts';
import { findFiledInjury } from '../../store/injury-accident.ts';
import type { InjuryRow } from '../../store/injury-table.ts';
import { listLedgerLines } from '../../store/ledger-lines.ts';
import { commitApplication } from './commit-application.ts';
import { openForSystem } from './open-application.ts';

const ACTION = 'filed-again';

/**
 * What worker, relative or union filed while the application of the employer stands is refused, and on record in that
 * one, once for each who filed: should the employer withdraw it after the year, they had applied in time.
 */
export async function rememberFiledAgain(deps: Deps, caller: Caller, refused: InjuryRow): Promise<void> {
  const { parkId: park, applicantKind, appliedOn } = refused;
  const filed = await findFiledInjury(deps.db.orm, park, refused, refused.id);
  if (filed === null || filed.row.applicantKind !== 'employer' || applicantKind === 'employer') return;
  const { id } = filed.row;
  const lines = await listLedgerLines(deps.db, park, id);
  if (lines.some(({ action, actor }) => action === ACTION && actor === caller.actor.id)) return;
  await retryStale(async () => {
    const found = await openForSystem(deps, park, id);
    if (found === null) return;
    const change = { action: ACTION, change: { applicantKind, appliedOn } };
    await commitApplication(deps, caller, found, change, () => ({ answer: undefined, kept: undefined }));
  });
}
