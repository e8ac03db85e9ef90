/** What somebody may do with an application now, by the routes they may call. */
import type { Actor } from '@qinwu/domain/actor';
import { transitionNotAllowed } from '@qinwu/domain/lifecycle';
import type { ApplicantKind } from '../../injury-vocabulary.ts';
import type { InjuryApplication } from './application.ts';
import { isUndelivered } from './decide-decision.ts';
import { isOpenErased } from './erased.ts';
import { isRunning } from './excluded-periods.ts';
import { takesDetails } from './later-details.ts';
import { hasWaiting, takesMaterials } from './later-materials.ts';
import { type InjuryAction, injuryLifecycle, type OwnAction } from './lifecycle.ts';
import { isVoided } from './limits.ts';
import { closesAsError } from './opened-in-error.ts';
import { type InjuryStanding, isApplicant } from './standing.ts';

/** What those who stand in it may do besides the window: bring materials, and withdraw what they applied for. */
export function isOpenTo(action: InjuryAction, standing: InjuryStanding, kind: ApplicantKind): boolean {
  if (standing === 'window' || action === 'add-materials') return true;
  return action === 'not-transfer' && isApplicant(standing, kind);
}

type Found = Pick<
  InjuryApplication,
  | 'state'
  | 'applicantKind'
  | 'conclusion'
  | 'transfer'
  | 'acceptedOn'
  | 'baseOn'
  | 'employerUscc'
  | 'sensitiveConsent'
  | 'later'
  | 'excluded'
  | 'extensions'
  | 'decisions'
  | 'filedBy'
  | 'enteredByStaff'
  | 'notices'
  | 'caseId'
  | 'materials'
  | 'delegated'
  | 'duplicates'
  | 'erased'
> & {
  /** Somebody came since it was opened, where the ledger was asked. */
  claimed?: boolean;
};

/** Who asks, and where they stand in it. */
interface Asking {
  actor: Actor;
  standing: InjuryStanding;
}

/** What the table of states cannot say. */
function isOpenNow(action: InjuryAction, found: Found, actor: Actor): boolean {
  if (found.erased && !isOpenErased(action)) return false;
  if (action === 'add-materials') return takesMaterials(found);
  if (action === 'end-excluded-period') return found.excluded.some(isRunning);
  if (action === 'void-employer-extension') return found.extensions.some((each) => !isVoided(each));
  if (action === 'void-excluded-period') return found.excluded.some((each) => !isVoided(each));
  if (action === 'complete-details') return takesDetails(found);
  if (action === 'pass-on-materials') return hasWaiting(found);
  if (action === 'close-opened-in-error') return found.claimed !== true && closesAsError(found, actor);
  if (action === 'appraisal') return found.conclusion !== 'not-recognised';
  return (action !== 'delivered' && action !== 'served') || isUndelivered(found);
}

/** The actions open to somebody who stands so; decisions come as `record-decision`. */
export function injuryActionsOf(
  found: Found,
  { actor, standing }: Asking,
): { actions: string[]; decisions: string[] } {
  const open = injuryLifecycle
    .allowedActions(found.state)
    .filter((action) => isOpenNow(action, found, actor));
  const mine = open.filter((action) => isOpenTo(action, standing, found.applicantKind));
  const decisions = mine
    .filter((action) => DECIDED.has(action))
    .map((action) => (action === 'served' ? 'delivered' : action));
  const own = mine.filter((action) => !DECIDED.has(action));
  return { actions: [...own, ...(decisions.length > 0 ? ['record-decision'] : [])], decisions };
}

const OWN: Record<OwnAction, true> = {
  'request-correction': true,
  'add-materials': true,
  complete: true,
  'extend-employer-limit': true,
  'exclude-period': true,
  'end-excluded-period': true,
  'void-employer-extension': true,
  'void-excluded-period': true,
  transfer: true,
  'complete-details': true,
  'pass-on-materials': true,
  'not-transfer': true,
  'close-duplicate': true,
  'close-opened-in-error': true,
};
const DECIDED: ReadonlySet<string> = new Set(
  injuryLifecycle.actionNames.filter((action) => !Object.hasOwn(OWN, action)),
);

/** What is refused names what the caller may call: a decision is no route of its own. */
export function ensureAllowed(found: Found, asking: Asking, action: InjuryAction): void {
  const { state } = found;
  if (injuryLifecycle.rule(action).from.includes(state)) return;
  const { actions: allowedActions, decisions: allowedDecisions } = injuryActionsOf(found, asking);
  const open = [...allowedActions.filter((each) => each !== 'record-decision'), ...allowedDecisions];
  throw transitionNotAllowed({ state, action }, open, { allowedActions, allowedDecisions });
}
