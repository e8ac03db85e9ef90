/**
 * How much of a reporter an actor sees: masked by default, in full only with the scope for it (个人信息保护法
 * art. 51), and nothing of one who asked to be withheld from those complained of (信访工作条例 art. 30).
 */
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import type { Confidentiality, DemandType } from '../vocabulary.ts';
import type { Grievance } from './grievance.ts';
import { reachOf } from './reach.ts';

export type Sight = 'none' | 'masked' | 'full';

/** The scope under which personal data are shown in full; every such sight is put on record. */
export const PII_SCOPE = 'pii:read';

type Reported = Pick<Grievance, 'confidentiality' | 'filedBy' | 'origin' | 'enterpriseUscc'>;

/** An enterprise that reads what somebody else brought in about it. */
function isConcernedOnly(actor: Actor, grievance: Reported): boolean {
  if (reachOf(actor).kind !== 'own' || !hasRole(actor, 'enterprise')) return false;
  const isItsOwn = grievance.origin === 'enterprise' && grievance.enterpriseUscc === actor.org;
  return grievance.filedBy !== actor.id && !isItsOwn;
}

/** What holds where the reporter asked for nothing: who reports 举报 somebody is kept from them. */
export function defaultConfidentiality(demandType: DemandType, hasReporter: boolean): Confidentiality {
  return demandType === 'report' && hasReporter ? 'withheld' : 'ordinary';
}

/** The sight of this actor on the reporter of the grievance. */
export function sightOf(actor: Actor, grievance: Reported): Sight {
  if (isConcernedOnly(actor, grievance)) return 'none';
  const { confidentiality } = grievance;
  const isTrusted = hasRole(actor, 'dispatcher', 'supervisor');
  if (confidentiality !== 'ordinary' && !isTrusted) return 'none';
  return hasScope(actor, PII_SCOPE) ? 'full' : 'masked';
}
