import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import type { Party } from '../rules/case.ts';
import {
  accountMissing,
  accountSight,
  checkAccount,
  ensureConsent,
  maskedAccount,
  type PartyAccount,
} from '../rules/party-account.ts';
import { ensureSpecialPowers } from '../rules/speaker.ts';
import { runsCase } from '../rules/standing.ts';
import { consentsInForce } from '../store/consents.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { commitCase } from './commit-case.ts';
import { readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';

/** An account as far as the caller sees it. */
export interface SeenAccount extends PartyAccount {
  party: string;
  masked: boolean;
}

function partyOf({ row }: OpenedCase, id: string): Party {
  const party = row.parties.find((each) => each.id === id);
  if (party === undefined) throw accountMissing();
  return party;
}

async function isConsented({ db }: Deps, { row }: OpenedCase, party: string): Promise<boolean> {
  const said = await consentsInForce(db, row.parkId, row.id);
  return said.some(({ partyId, scope, given }) => partyId === party && scope === 'account' && given);
}

/** True where somebody who stands in the case still has to pay the party under the agreement in effect. */
async function owesTo(deps: Deps, found: OpenedCase, party: string): Promise<boolean> {
  const { standing, row } = found;
  if (standing.as !== 'party' || row.agreementStanding !== 'owed') return false;
  const agreement = await readAgreement(deps, found);
  const open = agreement?.instalments.filter(({ settledOn }) => settledOn === null) ?? [];
  return open.some(({ payer, payee }) => payee === party && standing.parties.includes(payer));
}

/** Reads the account of a party for who may see it; a sight in full of another's is on record before it is given. */
export async function readAccount(
  deps: Deps,
  { actor, now }: Caller,
  { id, party: partyId }: { id: string; party: string },
): Promise<SeenAccount> {
  const found = await openCase(deps, actor, id);
  const party = partyOf(found, partyId);
  const account = found.content?.accounts?.[partyId];
  const owes = await owesTo(deps, found, partyId);
  const sight = accountSight(actor, found.standing, { party: partyId, owes });
  if (account === undefined || sight === null) throw accountMissing();
  if (party.kind === 'person' && !(await isConsented(deps, found, partyId))) throw accountMissing();
  if (sight === 'masked') return { party: partyId, ...maskedAccount(account, party.kind), masked: true };
  if (sight === 'full') {
    const fields = [`parties/${partyId}/account`];
    await addDisclosure(deps.db, { park: actor.park, caseId: id, actor: actor.id, at: now, fields });
  }
  return { party: partyId, ...account, masked: false };
}

/** Keeps the account of a party, told by itself or by the staff for it; the ledger tells of it without the number. */
export async function putAccount<A>(
  deps: Deps,
  caller: Caller,
  of: { id: string; party: string; account: PartyAccount; ifMatch: number | null },
  present: (kept: SeenAccount, isNew: boolean) => Present<A>,
): Promise<A> {
  const { id, party: partyId, ifMatch } = of;
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    const { row, content, standing } = found;
    const party = partyOf(found, partyId);
    const isOwn = standing.as === 'party' && standing.parties.includes(partyId);
    if (!isOwn && !runsCase(standing)) {
      throw refuse('forbidden', 'party-not-yours', {
        zh: '只能登记本人的账户',
        en: 'Only your own account',
      });
    }
    ensureSpecialPowers(standing, partyId);
    ensureVersion(row, ifMatch);
    if (content === null)
      throw refuse('conflict', 'case-erased', { zh: '案件已删除', en: 'The case is erased' });
    const account = checkAccount(of.account);
    ensureConsent(party, await isConsented(deps, found, partyId));
    const isNew = content.accounts?.[partyId] === undefined;
    const accounts = { ...content.accounts, [partyId]: account };
    // Stored and replayed with the answer: masked, whoever asks.
    const kept = { party: partyId, ...maskedAccount(account, party.kind), masked: true };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: isNew ? 'account-recorded' : 'account-changed',
        content: { ...content, accounts },
        change: { party: partyId },
      },
      present(kept, isNew),
    );
  });
}
