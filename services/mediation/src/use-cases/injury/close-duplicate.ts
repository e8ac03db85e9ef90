import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, isDomainError, refuse } from '@qinwu/domain/errors';
import { retryStale, StaleError } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import { keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { publish } from '@qinwu/platform/db/publish';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { ensureAllowed } from '../../rules/injury/allowed.ts';
import { decideDuplicate } from '../../rules/injury/duplicate.ts';
import { saveInjuryRow } from '../../store/injury-commits.ts';
import { lockVersions } from '../../store/injury-find.ts';
import { announceMoved } from './announce-injury.ts';
import { applyChange } from './commit-application.ts';
import { type OpenedInjury, openApplication, type PresentInjury } from './open-application.ts';

/** Written in the application that goes on. */
export const DUPLICATE_LINKED = 'duplicate-linked';

interface Closing {
  id: string;
  body: { of: string; note?: string | undefined };
  ifMatch: number | null;
}

async function openOther(deps: Deps, { actor }: Caller, id: string): Promise<OpenedInjury> {
  try {
    return await openApplication(deps, actor, id);
  } catch (error) {
    if (!isDomainError(error) || error.kind !== 'missing') throw error;
    throw fieldRule('/of', 'application-missing', {
      zh: '没有该申请',
      en: 'There is no such application',
    });
  }
}

/** The one that goes on is told of the other, and takes its place in the case that led to it. */
function linked(deps: Deps, caller: Caller, other: OpenedInjury, { row }: OpenedInjury) {
  const { id, number, caseId, partyId, applicantKind, appliedOn } = row;
  const followsCase = other.row.caseId === null || other.row.caseId === caseId;
  return applyChange(deps, caller, other, {
    action: DUPLICATE_LINKED,
    set: {
      duplicates: [...other.row.duplicates, { id, number }],
      ...(followsCase ? { caseId, partyId: other.row.partyId ?? partyId } : {}),
    },
    change: {
      duplicate: { id, number },
      applicantKind,
      appliedOn,
      ...(followsCase && caseId !== null ? { case: caseId } : {}),
    },
  });
}

/** The one that ends, with what the window wrote of it. */
function closed(
  deps: Deps,
  caller: Caller,
  found: OpenedInjury,
  { other, note }: { other: OpenedInjury; note: string | undefined },
) {
  const told = ({ row, content }: OpenedInjury) => ({ ...row, content });
  const { set, clocks, change } = decideDuplicate(told(found), told(other), { ...found, now: caller.now });
  const { content } = found;
  return applyChange(deps, caller, found, {
    action: 'close-duplicate',
    set,
    clocks,
    change,
    ...(note === undefined ? {} : { words: { note } }),
    ...(note === undefined || content === null ? {} : { content: { ...content, closingNote: note } }),
  });
}

/** Closes an application for another one of the same accident: both are written, or neither. */
export async function closeDuplicate<A>(
  deps: Deps,
  caller: Caller,
  { id, body, ifMatch }: Closing,
  present: PresentInjury<A>,
): Promise<A> {
  return retryStale(async () => {
    const found = await openApplication(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    if (found.standing !== 'window') {
      throw refuse('forbidden', 'not-the-window', { zh: '由窗口办理', en: 'The window does this' });
    }
    const erased = found.content === null;
    const asking = { actor: caller.actor, standing: found.standing };
    ensureAllowed({ ...found.row, erased }, asking, 'close-duplicate');
    const other = await openOther(deps, caller, body.of);
    const own = closed(deps, caller, found, { other, note: body.note });
    const its = linked(deps, caller, other, found);
    const { answer, kept } = present(own.done);
    const seen = [found.row, other.row];
    await inTransaction(deps.db, async (tx) => {
      const versions = await lockVersions(
        tx,
        found.row.parkId,
        seen.map((row) => row.id),
      );
      if (seen.some((row) => versions.get(row.id) !== row.version)) throw new StaleError();
      // First what no longer stands: of a case and its person one application does.
      await saveInjuryRow(tx, own.done.row, own.moved);
      await saveInjuryRow(tx, its.done.row, []);
      await writeEntries(tx, [own.entry, its.entry]);
      await publish(tx, announceMoved(deps, found.row, own.done.row, caller));
      if (kept !== undefined) await keepAnswer(tx, kept);
    });
    deps.log.info({ injury: id, other: other.row.number }, 'application closed for another');
    return answer;
  });
}
