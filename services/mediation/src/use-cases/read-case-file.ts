import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../deps.ts';
import { seesAttachments } from '../rules/attachment.ts';
import { entersRoom } from '../rules/caucus.ts';
import { seesItem } from '../rules/evidence.ts';
import { injuryStandingOf, seesMaterials } from '../rules/injury/standing.ts';
import { seesLimitation } from '../rules/limitation.ts';
import {
  handlesCase,
  isAtTable,
  runsCase,
  type Standing,
  seesMandate,
  standingOf,
} from '../rules/standing.ts';
import { findFileOwner, listAttachments } from '../store/case-files.ts';
import { findMessage } from '../store/caucus.ts';
import { findEvidence, isSealedEvidence } from '../store/evidence.ts';
import { type FoundCase, findOptionalCase } from '../store/find-case.ts';
import { findOptionalInjury } from '../store/injury-find.ts';
import { openFound } from './open-case.ts';

/**
 * True for whoever stands in the case a file was brought with, as far as they see what it belongs to, and for its
 * uploader, unless a seal shuts them out; what was told in confidence stays with those it was told to, whoever carried it
 * there.
 */
export async function isReadable(deps: Deps, actor: Actor, fileId: string): Promise<boolean> {
  const file = await findFileOwner(deps.db, actor.park, fileId);
  if (file === null) return false;
  const [kind = '', id = ''] = (file.attachedTo ?? '').split('/');
  const isOwn = file.createdBy === actor.id && !(await isShutOut(deps, actor, { kind, id }));
  switch (kind) {
    case 'case':
      return isReadableOfCase(deps, actor, { caseId: id, file: fileId, isOwn });
    case 'mandate':
      return isOwn || isReadableMandate(deps, actor, { caseId: id, file: fileId });
    case 'choice':
      return isOwn || (await isReadableChoice(deps, actor, { caseId: id, file: fileId }));
    case 'word':
      return isOwn || runsCaseOf(await standsIn(deps, actor, id));
    case 'limitation':
      return isOwn || seesLimitationOf(await standsIn(deps, actor, id));
    case 'evidence':
      return isReadableItem(deps, actor, id);
    case 'caucus':
      return isReadableMessage(deps, actor, id);
    case 'injury':
      return isOwn || (await seesMaterialsOf(deps, actor, id));
    default:
      return isOwn;
  }
}

/** What belongs to a case by its own id. */
const OF_CASE: readonly string[] = ['case', 'mandate', 'choice', 'word', 'limitation'];

/** True of whoever stands nowhere in a sealed case, or its application, also where they brought something to it. */
async function isShutOut(
  deps: Deps,
  actor: Actor,
  { kind, id }: { kind: string; id: string },
): Promise<boolean> {
  if (kind === 'injury') {
    const found = await findOptionalInjury(deps.db, actor.park, id);
    return found?.sealed === true && injuryStandingOf(actor, found.row, true) === null;
  }
  if (!OF_CASE.includes(kind)) return false;
  const found = await findOptionalCase(deps.db, actor.park, id);
  return found?.row.sealed === true && standingOf(actor, found.row) === null;
}

async function isReadableOfCase(
  deps: Deps,
  actor: Actor,
  { caseId, file, isOwn }: { caseId: string; file: string; isOwn: boolean },
): Promise<boolean> {
  const standing = await standsIn(deps, actor, caseId);
  // Brought as evidence and sealed, it is for the mediators alone, on whatever way it came.
  if (await isSealedEvidence(deps.db, actor.park, file)) return standing?.as === 'mediator';
  if (isOwn) return true;
  if (standing === null) return false;
  const came = await listAttachments(deps.db, actor.park, caseId);
  // What was recorded since (a signature, a payment) is for the table, as the record it belongs to.
  return came.some(({ id }) => id === file) ? seesAttachments(standing) : isAtTable(standing);
}

async function isReadableMandate(
  deps: Deps,
  actor: Actor,
  { caseId, file }: { caseId: string; file: string },
): Promise<boolean> {
  const seen = await seenBy(deps, actor, caseId);
  if (seen === null) return false;
  const { found, standing } = seen;
  if (handlesCase(standing, actor)) return true;
  return found.row.parties.some(
    ({ id, mandate }) => mandate?.file === file && seesMandate(actor, standing, id),
  );
}

const runsCaseOf = (standing: Standing | null): boolean => standing !== null && runsCase(standing);

/** The paper of a choice is for who chose, and for those who name mediators. */
async function isReadableChoice(
  deps: Deps,
  actor: Actor,
  { caseId, file }: { caseId: string; file: string },
): Promise<boolean> {
  const seen = await seenBy(deps, actor, caseId);
  if (seen === null) return false;
  const { found, standing } = seen;
  if (handlesCase(standing, actor)) return true;
  if (standing.as !== 'party') return false;
  const choices = openFound(deps, found, standing).content?.mediatorChoices ?? {};
  return standing.parties.some((party) => choices[party]?.made?.scan === file);
}

function seesLimitationOf(standing: Standing | null): boolean {
  return standing !== null && seesLimitation(standing);
}

/** The case as the actor stands in it; null for an outsider. */
async function seenBy(
  { db }: Deps,
  actor: Actor,
  caseId: string,
): Promise<{ found: FoundCase; standing: Standing } | null> {
  const found = await findOptionalCase(db, actor.park, caseId);
  const standing = found === null ? null : standingOf(actor, found.row);
  return found === null || standing === null ? null : { found, standing };
}

async function standsIn(deps: Deps, actor: Actor, caseId: string): Promise<Standing | null> {
  return (await seenBy(deps, actor, caseId))?.standing ?? null;
}

async function seesMaterialsOf(deps: Deps, actor: Actor, id: string): Promise<boolean> {
  const found = await findOptionalInjury(deps.db, actor.park, id);
  const standing = found === null ? null : injuryStandingOf(actor, found.row, found.sealed);
  return found !== null && standing !== null && seesMaterials(standing, found.row.applicantKind);
}

async function isReadableItem(deps: Deps, actor: Actor, id: string): Promise<boolean> {
  const item = await findEvidence(deps.db, actor.park, id);
  const standing = item === null ? null : await standsIn(deps, actor, item.caseId);
  return item !== null && standing !== null && seesItem(item, standing, actor.id);
}

async function isReadableMessage(deps: Deps, actor: Actor, id: string): Promise<boolean> {
  const message = await findMessage(deps.db, actor.park, id);
  const standing = message === null ? null : await standsIn(deps, actor, message.caseId);
  return message !== null && standing !== null && entersRoom(message.side, standing);
}
