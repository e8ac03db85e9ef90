import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Page } from '@qinwu/domain/page';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { injuryWords, withoutInjury } from '../rules/injury-consent.ts';
import { ensureSpecialWord, type SaidOfWord } from '../rules/recorded-word.ts';
import { ensureAtTable, ensureSpecialPowers, speakerOf } from '../rules/speaker.ts';
import {
  type ConsentRow,
  consentsInForce,
  consentValues,
  listConsents,
  saveCaseWithConsent,
} from '../store/consents.ts';
import type { ConsentScope } from '../vocabulary.ts';
import { saidBy } from './asked-for.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { type PageQuery, pageOf } from './part-page.ts';
import { caseErased } from './party-marks.ts';
import { valuesOfWords, wordLine } from './shown-word.ts';

/** What a party said on its sensitive data. */
export interface SaidConsent {
  party: string | undefined;
  scope: ConsentScope;
  given: boolean;
  textVersion: string;
  at: Date | null;
  /** How it was said, where the staff records it. */
  word: SaidOfWord;
}

/** A page of what was said, and what counts by now; a party sees its own alone. */
export async function readConsents(
  deps: Deps,
  { actor }: Caller,
  { id, page }: { id: string; page: PageQuery },
): Promise<Page<ConsentRow> & { inForce: ConsentRow[] }> {
  const { standing } = await openCase(deps, actor, id);
  ensureAtTable(standing);
  const parties = standing.as === 'party' ? standing.parties : null;
  const [items, inForce] = await Promise.all([
    pageOf(page, { consents: id }, (position) =>
      listConsents(deps.db, { park: actor.park, caseId: id, parties, ...position }),
    ),
    consentsInForce(deps.db, actor.park, id),
  ]);
  return {
    ...items,
    inForce: inForce.filter(({ partyId }) => parties === null || parties.includes(partyId)),
  };
}

/** What was kept by a consent goes with it (个人信息保护法 art. 47). */
function withoutAccount({ content }: OpenedCase, party: string): { content?: CaseContent } {
  if (content?.accounts === undefined) return {};
  const { [party]: _gone, ...accounts } = content.accounts;
  return { content: { ...content, accounts } };
}

/** The injury of who withdrew is told no more; where nobody's consent stands it is no case of an injury any more. */
function injuryGone({ row, content }: OpenedCase, party: string, inForce: readonly ConsentRow[]) {
  const others = inForce.filter(({ partyId }) => partyId !== party);
  const { stands } = injuryWords(row.parties, others);
  return {
    ...(stands ? {} : { set: { injury: false } }),
    ...(content === null ? {} : { content: withoutInjury(content, [party], stands) }),
  };
}

/** What a withdrawal takes out of the case. */
function takenBy(
  { scope, given }: SaidConsent,
  found: OpenedCase,
  { party, inForce }: { party: string; inForce: readonly ConsentRow[] },
): { set?: { injury: boolean }; content?: CaseContent } {
  if (given || scope === 'minor') return {};
  return scope === 'account' ? withoutAccount(found, party) : injuryGone(found, party, inForce);
}

/** Refuses to withdraw what was not given, and to say anything before what was said last. */
function ensureFollows(before: ConsentRow | undefined, { given, at }: { given: boolean; at: Date }): void {
  if (!given && before?.given !== true) {
    throw refuse('conflict', 'consent-not-given', {
      zh: '没有可撤回的同意',
      en: 'There is no consent to withdraw',
    });
  }
  if (before !== undefined && at < before.at) {
    throw fieldRule('/at', 'consent-superseded', {
      zh: '不能早于该当事人上一次表示',
      en: 'The party said something else since',
    });
  }
}

/** A consent counts from its moment: what was spoken is not of another day than that. */
function ensureOfItsDay({ spoken }: SaidOfWord, at: Date): void {
  if (spoken === undefined || spoken.on === localDateOf(at)) return;
  throw fieldRule('/spoken/on', 'word-of-another-day', {
    zh: '与表示之时（at，默认现在）不是同一天',
    en: 'This is another day than that of `at`, which is now where it is not given',
  });
}

/** Records a consent or its withdrawal; both count from then on (个人信息保护法 art. 15). */
export async function recordConsent<A>(
  deps: Deps,
  caller: Caller,
  { id, said, ifMatch }: { id: string; said: SaidConsent; ifMatch: number | null },
  present: (row: ConsentRow) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    // There are no data left that anybody could consent to.
    if (found.dek === null) throw caseErased();
    const party = speakerOf(found.row.parties, found.standing, said.party);
    const { scope, given, textVersion } = said;
    if (given) {
      ensureSpecialPowers(found.standing, party.id);
      ensureSpecialWord(party, said.word);
    }
    const at = said.at ?? now;
    if (at > now)
      throw fieldRule('/at', 'date-in-future', { zh: '时间不能晚于现在', en: 'It has not come yet' });
    const inForce = await consentsInForce(deps.db, actor.park, id);
    const before = inForce.find((each) => each.partyId === party.id && each.scope === scope);
    ensureFollows(before, { given, at });
    const word = await saidBy(deps, caller, found, { party: party.id, said: said.word });
    ensureOfItsDay(said.word, at);
    const row: ConsentRow = {
      id: newId(),
      parkId: actor.park,
      caseId: id,
      partyId: party.id,
      scope,
      given,
      textVersion,
      recordedBy: actor.id,
      at,
    };
    const act = given ? 'sensitive-consent-given' : 'sensitive-consent-withdrawn';
    return commitCase(
      deps,
      caller,
      found,
      {
        action: act,
        change: { consent: row.id, party: party.id, scope, textVersion, ...wordLine(word) },
        ...takenBy(said, found, { party: party.id, inForce }),
        statement: saveCaseWithConsent,
        values: { consent: consentValues([row]), ...valuesOfWords(deps, found, [word], { act, now }) },
      },
      present(row),
    );
  });
}
