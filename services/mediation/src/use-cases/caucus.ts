import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import type { Page } from '@qinwu/domain/page';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { ensureEnters } from '../rules/caucus.ts';
import { ensureOpen, speakerOf } from '../rules/speaker.ts';
import { type CaucusRow, listMessages, messageValue, saveCaseWithMessage } from '../store/caucus.ts';
import type { Side } from '../vocabulary.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { type PageQuery, pageOf } from './part-page.ts';
import { openPart, sealPart } from './seal-part.ts';

export interface OpenedMessage extends CaucusRow {
  text: string | null;
}

const at = (id: string) => ({ column: 'caucus', id });

/** A page of a room, for its side and the mediators of the case. */
export async function readRoom(
  deps: Deps,
  { actor }: Caller,
  { id, side, page }: { id: string; side: Side; page: PageQuery },
): Promise<Page<OpenedMessage>> {
  const found = await openCase(deps, actor, id);
  ensureEnters(side, found.standing, found.row.parties);
  const { items, next } = await pageOf(page, { id, side }, (position) =>
    listMessages(deps.db, { park: actor.park, caseId: id, side, ...position }),
  );
  return {
    items: items.map((row) => ({ ...row, text: openPart<string>(deps, found, at(row.id), row.content) })),
    next,
  };
}

function speakingParty({ row, standing }: OpenedCase, side: Side, named: string | undefined): string | null {
  if (standing.as !== 'party') return null;
  return speakerOf(
    row.parties.filter((party) => party.side === side),
    standing,
    named,
  ).id;
}

/** Says something in a room; the shared ledger keeps that it was said, and nothing of what. */
export async function sayInRoom<A>(
  deps: Deps,
  caller: Caller,
  {
    id,
    side,
    said,
  }: { id: string; side: Side; said: { party: string | undefined; text: string; files: readonly string[] } },
  present: (message: OpenedMessage) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureEnters(side, found.standing, found.row.parties);
    ensureOpen(found.row);
    const messageId = newId();
    const owner = `caucus/${messageId}`;
    const files = await ownFiles(deps, caller, said.files, { owner, pointer: '/files' });
    const message: CaucusRow = {
      id: messageId,
      parkId: actor.park,
      caseId: id,
      side,
      partyId: speakingParty(found, side, said.party),
      author: actor.id,
      content: sealPart(deps, found, at(messageId), said.text),
      files: files.map((file) => ({ id: file.id, sha256: file.sha256 })),
      at: now,
    };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'caucus-message',
        change: { message: messageId, side },
        words: { text: said.text },
        statement: saveCaseWithMessage,
        values: { message: messageValue(message), owner, files: files.map((file) => file.id) },
      },
      present({ ...message, text: said.text }),
    );
  });
}
