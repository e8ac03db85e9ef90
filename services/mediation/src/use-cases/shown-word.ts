import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../deps.ts';
import {
  ensureSaidIn,
  type RecordedWord,
  recordedWord,
  type SaidOfWord,
  type Unproven,
} from '../rules/recorded-word.ts';
import type { AttachedFile } from '../store/case-files.ts';
import { listSessions } from '../store/find-sessions.ts';
import type { OpenedCase } from './open-case.ts';
import { ownFiles } from './own-files.ts';

/** A party's word with the paper that shows it; `made` is missing where the party said it itself. */
export interface ShownWord {
  made: RecordedWord | undefined;
  files: AttachedFile[];
  /** Whose the paper is from then on. */
  owner: string;
}

/** How a word was given before the staff, with the paper that shows it; refuses what shows nothing. */
export async function shownWord(
  deps: Deps,
  caller: Caller,
  { row, content, standing }: OpenedCase,
  { party, said, owner, unproven }: { party: string; said: SaidOfWord; owner: string; unproven: Unproven },
): Promise<ShownWord> {
  const hasRepresentative = (content?.parties[party]?.representative ?? null) !== null;
  const made = recordedWord(standing, said, { hasRepresentative, unproven });
  if (made?.session !== undefined) {
    const sessions = await listSessions(deps.db, row.parkId, row.id);
    ensureSaidIn(
      sessions.find(({ id }) => id === made.session),
      party,
    );
  }
  const scans = made?.scan === undefined ? [] : [made.scan];
  return { made, owner, files: await ownFiles(deps, caller, scans, { owner, pointer: '/scan' }) };
}

/** The values of the placeholders `owner` and `files`. */
export function paperValues({ owner, files }: ShownWord): { owner: string; files: string[] } {
  return { owner, files: files.map(({ id }) => id) };
}

/** What the ledger says of it. */
export function wordLine({ made, files }: ShownWord): Record<string, unknown> {
  return made === undefined ? {} : { madeBy: made.by, files, session: made.session };
}
