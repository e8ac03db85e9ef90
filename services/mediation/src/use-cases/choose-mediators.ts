import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import type { Party } from '../rules/case.ts';
import {
  CHOICE_UNPROVEN,
  ensureChoosing,
  type MediatorChoice,
  withChoice,
} from '../rules/chosen-mediators.ts';
import { type ChoiceBlock, type ChoiceOf, choiceBlock, ensureChoosable } from '../rules/mediator-choice.ts';
import type { RecordedWord, SaidOfWord } from '../rules/recorded-word.ts';
import { ensureHandlesCase, partyMeant } from '../rules/speaker.ts';
import { recorderFor } from '../rules/standing.ts';
import { findMediators } from '../store/mediators.ts';
import { saveCaseWithWord } from '../store/recorded-words.ts';
import { commitCase } from './commit-case.ts';
import { ofRoster } from './naming.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { caseErased, choiceOf } from './party-marks.ts';
import { shownWord, valuesOfWords, wordLine } from './shown-word.ts';

/** The choice of a party; of each mediator what stands against naming it, for those who name. */
export interface ReadChoice {
  party: string;
  mediators: { id: string; refused: ChoiceBlock | null }[];
  at: string;
  /** Its account, as far as the reader is told it. */
  recordedBy: string | null;
  made?: RecordedWord | undefined;
}

/** What a choice is judged by: to a party nothing of the others may show through a refusal. */
function judgedBy(deps: Deps, found: OpenedCase, { speaker, now }: { speaker: Party; now: Date }): ChoiceOf {
  if (found.standing.as !== 'party') return choiceOf(deps, found, now);
  return { ...choiceOf(deps, { ...found, row: { ...found.row, parties: [speaker] } }, now), left: [] };
}

/** Papers of choices are files of one party: the other side does not see whom it chose, nor chooses on its paper. */
const paperOwner = (caseId: string, party: string) => `choice/${caseId}/${party}`;

/** Puts on record whom a party chooses, in place of whom it chose before; nobody: it withdraws its choice. */
export async function chooseMediators<A>(
  deps: Deps,
  caller: Caller,
  input: {
    id: string;
    party: string | undefined;
    mediators: readonly string[];
    said: SaidOfWord;
    ifMatch: number | null;
  },
  present: (chosen: ReadChoice) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  const { id, party, mediators, said, ifMatch } = input;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    const { row, content, standing } = found;
    ensureVersion(row, ifMatch);
    if (standing.as !== 'party') ensureHandlesCase(standing, actor);
    const speaker = partyMeant(row.parties, standing, party);
    ensureChoosing(row);
    if (content === null) throw caseErased();
    const word = await shownWord(deps, caller, found, {
      party: speaker.id,
      said,
      owner: paperOwner(id, speaker.id),
      unproven: CHOICE_UNPROVEN,
    });
    const { made } = word;
    ensureChoosable(
      await ofRoster(deps, row.parkId, mediators),
      judgedBy(deps, found, { speaker, now }),
      // What has to be disclosed still can be, when the mediator is named.
      { disclosed: mediators, pointer: (n) => `/mediators/${n}` },
    );
    const choice: MediatorChoice = {
      mediators,
      at: now.toISOString(),
      recordedBy: actor.id,
      ...(made === undefined ? {} : { made }),
    };
    const mediatorChoices = withChoice(content.mediatorChoices ?? {}, speaker.id, choice);
    const act = mediators.length === 0 ? 'mediator-choice-withdrawn' : 'mediators-chosen';
    return commitCase(
      deps,
      caller,
      found,
      {
        action: act,
        content: { ...content, mediatorChoices },
        change: {
          party: speaker.id,
          ...(mediators.length === 0 ? {} : { mediators }),
          ...wordLine(word),
        },
        ...(made === undefined
          ? {}
          : { statement: saveCaseWithWord, values: valuesOfWords(deps, found, [word], { act, now }) }),
      },
      present({
        ...choice,
        party: speaker.id,
        mediators: mediators.map((each) => ({ id: each, refused: null })),
      }),
    );
  });
}

/** Whom parties chose: to a party its own choice, to those who name mediators every one as it would be judged now. */
export async function readChoices(deps: Deps, { actor, now }: Caller, id: string): Promise<ReadChoice[]> {
  const found = await openCase(deps, actor, id);
  const { row, content, standing } = found;
  if (standing.as !== 'party') ensureHandlesCase(standing, actor);
  const choices = content?.mediatorChoices ?? {};
  const shown = row.parties.flatMap(({ id: party }) => {
    const choice = choices[party];
    if (choice === undefined || (standing.as === 'party' && !standing.parties.includes(party))) return [];
    return [{ ...choice, party, recordedBy: recorderFor(choice.recordedBy, actor, standing) }];
  });
  if (shown.length === 0) return [];
  const blocks = standing.as === 'party' ? new Map() : await blocksOf(deps, found, { shown, now });
  return shown.map(({ mediators, ...choice }) => ({
    ...choice,
    mediators: mediators.map((each) => ({ id: each, refused: blocks.get(each) ?? null })),
  }));
}

async function blocksOf(
  deps: Deps,
  found: OpenedCase,
  { shown, now }: { shown: readonly Pick<MediatorChoice, 'mediators'>[]; now: Date },
): Promise<Map<string, ChoiceBlock | null>> {
  const ids = new Set(shown.flatMap(({ mediators }) => mediators));
  const rows = await findMediators(deps.db, found.row.parkId, [...ids]);
  const of = choiceOf(deps, found, now);
  return new Map(rows.map((row) => [row.id, choiceBlock(row, of, true)]));
}
