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

/** A file, and what it belongs to. */
interface Brought {
  file: string;
  id: string;
  /** Of whom in it, where it is not for all of them. */
  whose: string;
  /** Who asks has sent it. */
  isSender: boolean;
}

/** A case as somebody stands in it who looks at one of its files. */
interface Look {
  found: FoundCase;
  standing: Standing;
  file: string;
  whose: string;
}

type Reading = (deps: Deps, actor: Actor, look: Look) => boolean | Promise<boolean>;

/** Who reads what belongs to a case by its own id, besides who sent it. */
const OF_CASE: ReadonlyMap<string, Reading> = new Map<string, Reading>([
  ['case', readsAttachment],
  ['mandate', readsMandate],
  ['choice', readsChoice],
  ['word', readsWord],
  ['limitation', (_deps, _actor, { standing }) => seesLimitation(standing)],
]);

/**
 * True for whoever stands in the case a file was brought with, as far as they see what it belongs to, and for its
 * uploader, unless a seal shuts them out; what was told in confidence stays with those it was told to, whoever carried it
 * there.
 */
export async function isReadable(deps: Deps, actor: Actor, fileId: string): Promise<boolean> {
  const file = await findFileOwner(deps.db, actor.park, fileId);
  if (file === null) return false;
  const [kind = '', id = '', whose = ''] = (file.attachedTo ?? '').split('/');
  const brought = { file: fileId, id, whose, isSender: file.createdBy === actor.id };
  const reading = OF_CASE.get(kind);
  if (reading !== undefined) return isReadableOfCase(deps, actor, { ...brought, kind, reading });
  switch (kind) {
    case 'evidence':
      return isReadableItem(deps, actor, id);
    case 'caucus':
      return isReadableMessage(deps, actor, id);
    case 'injury':
      return isReadableMaterial(deps, actor, brought);
    default:
      return brought.isSender;
  }
}

async function isReadableOfCase(
  deps: Deps,
  actor: Actor,
  { file, id, whose, isSender, kind, reading }: Brought & { kind: string; reading: Reading },
): Promise<boolean> {
  const found = await findOptionalCase(deps.db, actor.park, id);
  const standing = found === null ? null : standingOf(actor, found.row);
  // Brought as evidence and sealed, it is for the mediators alone, on whatever way it came.
  if (kind === 'case' && (await isSealedEvidence(deps.db, actor.park, file)))
    return standing?.as === 'mediator';
  // A seal shuts out who stands nowhere in the case, also from what they brought to it.
  if (isSender && !(found?.row.sealed === true && standing === null)) return true;
  return found !== null && standing !== null && reading(deps, actor, { found, standing, file, whose });
}

async function readsAttachment(
  { db }: Deps,
  { park }: Actor,
  { found, standing, file }: Look,
): Promise<boolean> {
  const came = await listAttachments(db, park, found.row.id);
  // What was recorded since (a signature, a payment) is for the table, as the record it belongs to.
  return came.some(({ id }) => id === file) ? seesAttachments(standing) : isAtTable(standing);
}

function readsMandate(_deps: Deps, actor: Actor, { found, standing, file }: Look): boolean {
  if (handlesCase(standing, actor)) return true;
  return found.row.parties.some(
    ({ id, mandate }) => mandate?.file === file && seesMandate(actor, standing, id),
  );
}

/** The paper of a choice is for who chose, and for those who name mediators. */
function readsChoice(deps: Deps, actor: Actor, { found, standing, file }: Look): boolean {
  if (handlesCase(standing, actor)) return true;
  if (standing.as !== 'party') return false;
  const choices = openFound(deps, found, standing).content?.mediatorChoices ?? {};
  return standing.parties.some((party) => choices[party]?.made?.scan === file);
}

/** The paper of a word is for those who signed it, who can object to it, and for those who run the case. */
function readsWord(_deps: Deps, _actor: Actor, { standing, whose }: Look): boolean {
  if (runsCase(standing)) return true;
  if (standing.as !== 'party') return false;
  return whose === 'table' || whose === standing.side || standing.parties.includes(whose);
}

/** Where the actor stands in a case; null for an outsider. */
async function standsIn({ db }: Deps, actor: Actor, caseId: string): Promise<Standing | null> {
  const found = await findOptionalCase(db, actor.park, caseId);
  return found === null ? null : standingOf(actor, found.row);
}

async function isReadableMaterial(deps: Deps, actor: Actor, { id, isSender }: Brought): Promise<boolean> {
  const found = await findOptionalInjury(deps.db, actor.park, id);
  const standing = found === null ? null : injuryStandingOf(actor, found.row, found.sealed);
  if (isSender && !(found?.sealed === true && standing === null)) return true;
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
