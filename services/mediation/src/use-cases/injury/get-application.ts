import { type Actor, hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { isBeforeTransfer } from '../../rules/injury/lifecycle.ts';
import { closesAsError } from '../../rules/injury/opened-in-error.ts';
import { addDisclosure } from '../../store/disclosures.ts';
import { type LedgerLine, listLedgerLines } from '../../store/ledger-lines.ts';
import { PII_SCOPE } from '../../who.ts';
import { hasSomebodyCome } from './filed-again.ts';
import { type OpenedInjury, openApplication } from './open-application.ts';

/** Whether somebody came, which the ledger alone tells: asked where it would be open to close it as a mistake. */
async function isClaimed(deps: Deps, actor: Actor, { row, standing }: OpenedInjury): Promise<boolean> {
  const isOpen = standing === 'window' && isBeforeTransfer(row.state) && closesAsError(row, actor);
  return isOpen && hasSomebodyCome(deps, row);
}

/** One application as far as the caller may see; a sight of persons in full is on record before it is given. */
export async function getApplication(
  deps: Deps,
  { actor, now }: Caller,
  id: string,
): Promise<{ found: OpenedInjury; claimed: boolean; sight: 'masked' | 'full' }> {
  const found = await openApplication(deps, actor, id);
  const claimed = await isClaimed(deps, actor, found);
  if (found.standing !== 'window' || found.content === null || !hasScope(actor, PII_SCOPE)) {
    return { found, claimed, sight: 'masked' };
  }
  const fields = ['worker', 'applicant', 'employer'];
  await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  return { found, claimed, sight: 'full' };
}

/** The ledger of an application as it is stored; personal fields stay ciphertext. The window alone reads it. */
export async function readInjuryLedger(deps: Deps, actor: Actor, id: string): Promise<LedgerLine[]> {
  const { standing } = await openApplication(deps, actor, id);
  if (standing === 'window') return listLedgerLines(deps.db, actor.park, id);
  throw refuse('forbidden', 'history-not-yours', {
    zh: '只有窗口可以查看办理过程',
    en: 'Only the window sees its history',
  });
}
