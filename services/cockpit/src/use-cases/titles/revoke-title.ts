import { titleRevoked } from '@qinwu/contracts/events/cockpit';
import type { Caller } from '@qinwu/domain/caller';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import { ensureRevocable } from '../../rules/titles/decide-title.ts';
import { titleLifecycle } from '../../rules/titles/lifecycle.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { getTitle } from './read-titles.ts';
import { titleFacts } from './title-facts.ts';
import { type TitleStep, writeTitle } from './write-title.ts';

export interface Revocation {
  readonly id: string;
  readonly ifMatch: number | null;
  readonly revokedOn: LocalDate;
  readonly reason: string;
  readonly document: string;
}

/** Takes a title back, from a day on 撤销称号. */
export async function revokeTitle<A>(
  deps: Deps,
  caller: Caller,
  { id, ifMatch, revokedOn, reason, document }: Revocation,
  present: Present<TitleRow, A>,
): Promise<A> {
  const { actor, now, traceparent } = caller;
  return retryStale(async () => {
    const before = await getTitle(deps, actor, id);
    ensureVersion(before, ifMatch);
    const state = titleLifecycle.next(before.state, 'revoke');
    ensureRevocable(revokedOn, before, localDateOf(now));
    const set = { state, revokedOn, revokeReason: reason, revokeDocument: document };
    const step: TitleStep = {
      before,
      row: { ...before, ...set },
      action: 'revoked',
      change: set,
      announce(row) {
        const { data, ...of } = titleFacts(row);
        return deps.announce(titleRevoked, { ...of, data: { ...data, revokedOn }, time: now, traceparent });
      },
    };
    return writeTitle(deps, caller, step, present);
  });
}
