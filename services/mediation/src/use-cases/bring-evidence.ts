import type { Caller } from '@qinwu/domain/caller';
import { fieldRule } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { attachmentFor } from '../rules/attachment.ts';
import {
  type EvidenceAction,
  ensureMovable,
  ensureRoom,
  evidenceMissing,
  seesItem,
} from '../rules/evidence.ts';
import type { SaidOfWord } from '../rules/recorded-word.ts';
import { ensureAtTable, ensureOpen, speakerOf } from '../rules/speaker.ts';
import { type AttachedFile, listAttachments } from '../store/case-files.ts';
import {
  type EvidenceRow,
  evidenceValues,
  listEvidence,
  saveCaseWithEvidence,
  saveCaseWithMovedEvidence,
} from '../store/evidence.ts';
import type { Side } from '../vocabulary.ts';
import { askedFor } from './asked-for.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { openPart, sealPart } from './seal-part.ts';
import { valuesOfWords, wordLine } from './shown-word.ts';

/** What is sealed of an item: its name and what it is to prove 证明目的. */
export interface EvidenceContent {
  title: string;
  purpose: string;
}

export interface OpenedEvidence extends EvidenceRow {
  said: EvidenceContent | null;
}

const at = (id: string) => ({ column: 'evidence', id });

/** An item with its words. */
export function openEvidence(deps: Deps, found: OpenedCase, row: EvidenceRow): OpenedEvidence {
  return { ...row, said: openPart<EvidenceContent>(deps, found, at(row.id), row.content) };
}

/** The evidence of a case that the actor may see, in order of time. */
export async function readEvidence(deps: Deps, found: OpenedCase, actor: string): Promise<OpenedEvidence[]> {
  ensureAtTable(found.standing);
  const rows = await listEvidence(deps.db, found.row.parkId, found.row.id);
  return rows
    .filter((row) => seesItem(row, found.standing, actor))
    .map((row) => openEvidence(deps, found, row));
}

/** One item that the actor may see; refuses `evidence-missing`. */
export async function readItem(
  deps: Deps,
  found: OpenedCase,
  { actor, item }: { actor: string; item: string },
): Promise<OpenedEvidence> {
  const row = (await readEvidence(deps, found, actor)).find(({ id }) => id === item);
  if (row === undefined) throw evidenceMissing();
  return row;
}

/** The file of an item: one uploaded before, or one that came with the application. */
export type EvidenceSource = { file: string } | { attachment: string };

export interface NewEvidence extends EvidenceContent {
  party: string | undefined;
  from: EvidenceSource;
}

async function fileOf(
  deps: Deps,
  caller: Caller,
  { row }: OpenedCase,
  { from, side, owner }: { from: EvidenceSource; side: Side; owner: string },
): Promise<AttachedFile> {
  if ('attachment' in from) {
    return attachmentFor(await listAttachments(deps.db, row.parkId, row.id), side, from.attachment);
  }
  const [file] = await ownFiles(deps, caller, [from.file], { owner, pointer: '/file' });
  if (file === undefined) throw new Error('a file that is not there was let through');
  return file;
}

/** Brings an item in; it is held back. A file of the application stays where it is and is the item's as well. */
export async function bringEvidence<A>(
  deps: Deps,
  caller: Caller,
  { id, item, ifMatch }: { id: string; item: NewEvidence; ifMatch: number | null },
  present: (brought: OpenedEvidence) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    const { row, standing } = found;
    ensureVersion(row, ifMatch);
    const { side, id: partyId } = speakerOf(row.parties, standing, item.party);
    ensureOpen(row);
    ensureRoom(await listEvidence(deps.db, row.parkId, row.id), side);
    const itemId = newId();
    const owner = `evidence/${itemId}`;
    const file = await fileOf(deps, caller, found, { from: item.from, side, owner });
    const said = { title: item.title, purpose: item.purpose };
    const brought: EvidenceRow = {
      id: itemId,
      parkId: row.parkId,
      caseId: row.id,
      side,
      partyId,
      fileId: file.id,
      sha256: file.sha256,
      content: sealPart(deps, found, at(itemId), said),
      status: 'held-back',
      sealed: false,
      submittedBy: actor.id,
      at: now,
      exchangedAt: null,
      withdrawnAt: null,
    };
    try {
      return await commitCase(
        deps,
        caller,
        found,
        {
          action: 'evidence-brought',
          change: {
            evidence: itemId,
            side,
            party: partyId,
            ...('attachment' in item.from ? { attachment: file.id } : {}),
          },
          // Sealed: who may not see the item could hold a file of their own against its hash.
          words: { ...said, sha256: brought.sha256 },
          statement: saveCaseWithEvidence,
          values: { evidence: evidenceValues([brought]), owner, file: file.id },
        },
        present({ ...brought, said }),
      );
    } catch (error) {
      if (constraintOf(error) !== 'evidence_file_key') throw error;
      throw fieldRule('attachment' in item.from ? '/attachment' : '/file', 'file-unusable', {
        zh: '文件已用于其他记录',
        en: 'The file belongs to another record',
      });
    }
  });
}

/** Shows an item to all, or takes it back before it was shown. */
export async function moveEvidence<A>(
  deps: Deps,
  caller: Caller,
  {
    id,
    itemId,
    action,
    said: how,
    ifMatch,
  }: { id: string; itemId: string; action: EvidenceAction; said: SaidOfWord; ifMatch: number | null },
  present: (moved: OpenedEvidence) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    const { said, ...row } = await readItem(deps, found, { actor: actor.id, item: itemId });
    ensureVersion(found.row, ifMatch);
    ensureMovable(row, found.standing, actor.id);
    ensureOpen(found.row);
    const isShown = action === 'exchange';
    const word = await askedFor(deps, caller, found, { party: row.partyId, said: how });
    const moved: EvidenceRow = isShown
      ? { ...row, status: 'exchanged', exchangedAt: now }
      : { ...row, status: 'withdrawn', withdrawnAt: now };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: `evidence-${action}`,
        change: {
          evidence: itemId,
          side: row.side,
          status: moved.status,
          ...(isShown ? { sha256: row.sha256 } : {}),
          ...wordLine(word),
        },
        statement: saveCaseWithMovedEvidence,
        values: {
          evidence: evidenceValues([moved]),
          ...valuesOfWords(deps, found, [word], { act: `evidence-${action}`, now }),
        },
      },
      present({ ...moved, said }),
    );
  });
}
