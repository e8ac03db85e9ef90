import { type Actor, hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { addDisclosure } from '../../store/disclosures.ts';
import { type LedgerLine, listLedgerLines } from '../../store/ledger-lines.ts';
import { PII_SCOPE } from '../../who.ts';
import { type OpenedInjury, openApplication } from './open-application.ts';

/** One application as far as the caller may see; a sight of persons in full is on record before it is given. */
export async function getApplication(
  deps: Deps,
  { actor, now }: Caller,
  id: string,
): Promise<{ found: OpenedInjury; sight: 'masked' | 'full' }> {
  const found = await openApplication(deps, actor, id);
  if (found.standing !== 'window' || found.content === null || !hasScope(actor, PII_SCOPE)) {
    return { found, sight: 'masked' };
  }
  const fields = ['worker', 'applicant', 'employer'];
  await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  return { found, sight: 'full' };
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
