import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import type { Deps } from '../deps.ts';
import {
  ensureSaidIn,
  ensureSpokenInCase,
  type RecordedWord,
  recordedWord,
  type SaidOfWord,
  type Unproven,
} from '../rules/recorded-word.ts';
import { type WordAct, wordNotice } from '../rules/word-notice.ts';
import { WORD_RECORDED } from '../session-vocabulary.ts';
import type { AttachedFile } from '../store/case-files.ts';
import { listSessions } from '../store/find-sessions.ts';
import { wordValues } from '../store/recorded-words.ts';
import type { NoticeRow } from '../store/session-tables.ts';
import type { OpenedCase } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { sealPart } from './seal-part.ts';

/** A party's word with the paper that shows it; `made` is missing where the party said it itself. */
export interface ShownWord {
  party: string;
  made: RecordedWord | undefined;
  files: AttachedFile[];
  /** Whose the paper is from then on. */
  owner: string;
}

/** Whose word it is and what is said of it; `at` is where that stands in the body. */
export interface AskedWord {
  party: string;
  said: SaidOfWord;
  owner: string;
  unproven: Unproven;
  /** It came with the case's referral. */
  cameWith?: boolean;
  at?: string;
}

/** How a word was given before the staff, with the paper that shows it; refuses what shows nothing. */
export async function shownWord(
  deps: Deps,
  caller: Caller,
  { row, content, standing }: OpenedCase,
  { party, said, owner, unproven, cameWith = false, at = '' }: AskedWord,
): Promise<ShownWord> {
  const hasRepresentative = (content?.parties[party]?.representative ?? null) !== null;
  const made = recordedWord(standing, said, { hasRepresentative, cameWith, unproven, at });
  if (made?.spoken !== undefined) ensureSpokenInCase(row, made.spoken, { party, now: caller.now, at });
  if (made?.session !== undefined) {
    const sessions = await listSessions(deps.db, row.parkId, row.id);
    ensureSaidIn(
      sessions.find(({ id }) => id === made.session),
      party,
      at,
    );
  }
  const scans = made?.scan === undefined ? [] : [made.scan];
  return { party, made, owner, files: await ownFiles(deps, caller, scans, { owner, pointer: `${at}/scan` }) };
}

/** The notices to those whose words the staff recorded; none of what a party said itself. */
function noticesOf(
  deps: Deps,
  found: OpenedCase,
  words: readonly ShownWord[],
  { act, now }: { act: WordAct; now: Date },
): NoticeRow[] {
  const { row } = found;
  return words.flatMap(({ party, made }) => {
    if (made === undefined) return [];
    const id = newId();
    const content = sealPart(deps, found, { column: 'notice', id }, wordNotice(act, made, row.number));
    return {
      ...{ id, parkId: row.parkId, caseId: row.id, sessionId: null, partyId: party, mediatorId: null },
      ...{ kind: WORD_RECORDED, content, createdAt: now, readAt: null },
    };
  });
}

/** The values of what comes with words in a commit (`wordParts`): their papers, and what the parties are told. */
export function valuesOfWords(
  deps: Deps,
  found: OpenedCase,
  words: readonly ShownWord[],
  of: { act: WordAct; now: Date },
): Record<string, unknown> {
  const papers = words.flatMap(({ owner, files }) => files.map(({ id }) => ({ id, owner })));
  return wordValues(papers, noticesOf(deps, found, words, of));
}

/** What the ledger says of it. */
export function wordLine({ made, files }: ShownWord): Record<string, unknown> {
  if (made === undefined) return {};
  const { by, session, spoken, referral } = made;
  return {
    madeBy: by,
    files,
    session,
    ...(spoken === undefined ? {} : { spoken }),
    ...(referral === undefined ? {} : { referral }),
  };
}
