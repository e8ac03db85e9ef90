import { disputeReferred } from '@qinwu/contracts/events/grievance';
import { type EventHandler, onEvent } from '@qinwu/platform/events/event-handler';
import type { Deps } from '../deps.ts';
import { openReferred } from '../use-cases/open-referred.ts';

/** A grievance referred as a dispute opens a case 诉求转调解. */
export function referralHandler(deps: Deps): EventHandler {
  return onEvent(disputeReferred, async (tx, referrals) => {
    for (const referral of referrals) await openReferred(deps, tx, referral);
  });
}
