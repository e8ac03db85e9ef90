import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { ensureHeard, ensureProven } from '../rules/confirmation-proof.ts';
import {
  confirmingParty,
  draftOutdated,
  ensureMaySign,
  ensureMaySignNow,
  ensureSameText,
  ensureSignable,
  paperDay,
  type Signer,
  signingParties,
  signingTime,
} from '../rules/signing.ts';
import { runsCase } from '../rules/standing.ts';
import { isToldAfterEnd, type Paper } from '../rules/told-later.ts';
import type { WordAct } from '../rules/word-notice.ts';
import {
  agreementValues,
  saveCaseWithAgreement,
  saveCaseWithAgreementTold,
} from '../store/agreement-commits.ts';
import type { AgreementRow, SignatureRow } from '../store/agreement-table.ts';
import { listSessions } from '../store/find-sessions.ts';
import type { SignatureKind } from '../vocabulary.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { ensureNoConflict } from './mediators-fit.ts';
import { fitsCase } from './move-agreement.ts';
import { needAgreement, type OpenedAgreement, openAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { caseErased } from './party-marks.ts';
import { sealPart } from './seal-part.ts';
import { type ShownWord, valuesOfWords } from './shown-word.ts';
import { type Effect, effectOf } from './take-effect.ts';

export interface Target {
  id: string;
  ifMatch: number | null;
}

/** What a step makes of the agreement. */
interface Step {
  action: string;
  change: Record<string, unknown>;
  words?: Record<string, unknown>;
  row: AgreementRow;
  signature?: SignatureRow;
  files?: readonly string[];
  /** A word that the staff recorded, of which its party is told. */
  told?: { act: WordAct; word: ShownWord };
}

interface At {
  found: OpenedCase;
  agreement: OpenedAgreement;
  required: string[];
}

type Showing<A> = (agreement: OpenedAgreement) => Present<A>;

/** Refuses what is not open to signing, and after the end a text that did not say what the case said by then. */
function ensureTakes(found: OpenedCase, agreement: OpenedAgreement, paper: Paper): void {
  ensureSignable(found.row, paper);
  if (isToldAfterEnd(found.row) && !fitsCase(found, agreement, agreement.row.draftedAt))
    throw draftOutdated();
}

/** What the effect makes of the case; where an end was recorded before it, why it ended is told by the ledger alone. */
function madeOf(
  { content }: OpenedCase,
  effect: Effect | null,
): Pick<CaseChange, 'set' | 'clocks' | 'content'> {
  if (effect === null) return {};
  const { set, clocks } = effect;
  const hadEnded = content !== null && content.closingNote !== null;
  return { set, clocks, ...(hadEnded ? { content: { ...content, closingNote: null } } : {}) };
}

function toldValues(deps: Deps, found: OpenedCase, { told }: Step, now: Date) {
  return told === undefined ? {} : valuesOfWords(deps, found, [told.word], { act: told.act, now });
}

/** The word of a party under the agreement as the staff records it, whose paper is the case's own; undefined for its own. */
function wordUnder(
  { standing, row }: OpenedCase,
  act: WordAct,
  { party, ...shown }: { party: string; scan?: string | undefined; session?: string | undefined },
): Pick<Step, 'told'> {
  if (standing.as === 'party') return {};
  return {
    told: { act, word: { party, made: { by: 'party', ...shown }, files: [], owner: `case/${row.id}` } },
  };
}

/** One step towards effect: read, decide, commit; the last of them takes effect in the same commit. */
async function take<A>(
  deps: Deps,
  caller: Caller,
  { id, ifMatch }: Target,
  { paper, decide }: { paper: Paper; decide: (at: At) => Promise<Step> },
  present: Showing<A>,
): Promise<A> {
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    const agreement = await needAgreement(deps, found);
    // Nobody signs what nobody can read.
    if (agreement.content === null) throw caseErased();
    ensureTakes(found, agreement, paper);
    const required = signingParties(found.row.parties, agreement.instalments);
    const step = await decide({ found, agreement, required });
    const signatures = [...agreement.signatures, ...(step.signature === undefined ? [] : [step.signature])];
    const next = openAgreement(deps, found, { ...agreement, row: step.row, signatures });
    const effect = effectOf(deps, found, next, caller.now);
    const row = effect?.agreement ?? step.row;
    return commitCase(
      deps,
      caller,
      found,
      {
        action: effect === null ? step.action : 'take-effect',
        change: effect === null ? step.change : { by: step.action, ...step.change, ...effect.change },
        words: step.words ?? {},
        ...madeOf(found, effect),
        statement: step.told === undefined ? saveCaseWithAgreement : saveCaseWithAgreementTold,
        values: {
          ...agreementValues({
            agreement: row,
            signatures: step.signature === undefined ? [] : [step.signature],
            files: step.files ?? [],
          }),
          ...toldValues(deps, found, step, caller.now),
        },
      },
      present({ ...next, row }),
    );
  });
}

export interface Confirmation {
  party: string | undefined;
  textHash: string;
  /** The text as the party signed it on paper. */
  scan: string | undefined;
  /** The session in which it confirmed. */
  session: string | undefined;
}

/** Puts on record that a party has read and confirmed the text. */
export async function confirmAgreement<A>(
  deps: Deps,
  caller: Caller,
  target: Target,
  { party, textHash, scan, session }: Confirmation,
  present: Showing<A>,
): Promise<A> {
  const decide = async ({ found, agreement: { row }, required }: At): Promise<Step> => {
    const id = confirmingParty(found.standing, party, required);
    ensureProven(found.standing, { scan, session });
    ensureSameText(row, textHash);
    if (row.confirmedBy.includes(id)) {
      throw refuse('conflict', 'confirmed-already', { zh: '已经确认', en: 'This was confirmed already' });
    }
    if (session !== undefined) {
      const sessions = await listSessions(deps.db, row.parkId, row.caseId);
      ensureHeard(
        sessions.find((each) => each.id === session),
        id,
        row.draftedAt,
      );
    }
    const files = await scanOf(deps, caller, target.id, scan);
    const confirmedBy = [...row.confirmedBy, id];
    const isWhole = required.every((each) => confirmedBy.includes(each));
    return {
      action: 'agreement-confirmed',
      change: {
        party: id,
        revision: row.revision,
        textHash,
        ...(files.length === 0 ? {} : { files }),
        ...(session === undefined ? {} : { session }),
      },
      row: { ...row, confirmedBy, status: isWhole && row.status === 'draft' ? 'confirmed' : row.status },
      files: files.map(({ id: file }) => file),
      ...wordUnder(found, 'agreement-confirmed', { party: id, scan, session }),
    };
  };
  return take(deps, caller, target, { paper: { on: null, scan }, decide }, present);
}

export interface Signing {
  signer: Signer;
  kind: SignatureKind;
  textHash: string;
  /** The day of a signature on paper. */
  signedOn: string | undefined;
  scan: string | undefined;
}

/** Signs the agreement, or records a signature given on paper. */
export async function signAgreement<A>(
  deps: Deps,
  caller: Caller,
  target: Target,
  { signer, kind, textHash, signedOn, scan }: Signing,
  present: Showing<A>,
): Promise<A> {
  const { actor, now } = caller;
  const decide = async ({ found, agreement, required }: At): Promise<Step> => {
    const { row, content } = agreement;
    const { standing } = found;
    const mediators = content?.body.mediators.map(({ account }) => account) ?? [];
    ensureMaySign({ actor, standing, signer, kind, hasScan: scan !== undefined }, required, mediators);
    ensureSameText(row, textHash);
    ensureMaySignNow(agreement.missing, signer, agreement.signatures);
    const signedAt = signingTime({ kind, signedOn }, { draftedAt: row.draftedAt, now });
    ensureNoConflict(deps, found, now);
    const files = await scanOf(deps, caller, target.id, scan);
    const signature: SignatureRow = {
      id: newId(),
      parkId: row.parkId,
      caseId: row.caseId,
      agreementId: row.id,
      revision: row.revision,
      signerKind: signer.kind,
      signer: signer.id,
      kind,
      textHash,
      scan: scan ?? null,
      recordedBy: actor.id,
      signedAt,
      voidedAt: null,
    };
    const on = localDateOf(signedAt);
    const change = {
      signer: `${signer.kind}:${signer.id}`,
      kind,
      on,
      revision: row.revision,
      textHash,
      files,
    };
    const signed = withSignatory(deps, found, agreement, signature);
    const told =
      signer.kind === 'party' ? wordUnder(found, 'agreement-signed', { party: signer.id, scan }) : {};
    const ids = files.map(({ id }) => id);
    return { action: 'agreement-signed', change, row: signed, signature, files: ids, ...told };
  };
  const paper = { on: { day: signedOn, pointer: '/signedOn' }, scan };
  return take(deps, caller, target, { paper, decide }, present);
}

/** The agreement once somebody has signed; it keeps who did so in a party's name. */
function withSignatory(
  deps: Deps,
  found: OpenedCase,
  { row, content }: OpenedAgreement,
  { kind, signer, recordedBy }: SignatureRow,
): AgreementRow {
  const party = found.row.parties.find(({ id }) => id === signer);
  const isBySomebody =
    kind === 'electronic' && recordedBy === party?.mandate?.subject && recordedBy !== party.subject;
  const by = isBySomebody ? found.content?.parties[signer]?.representative?.name : undefined;
  // Of a signature that was void since, another one may be by the party itself.
  const { [signer]: before, ...others } = content?.signedBy ?? {};
  if (content === null || by === before) return row;
  const kept = { ...content, signedBy: by === undefined ? others : { ...others, [signer]: by } };
  return { ...row, content: sealPart(deps, found, { column: 'agreement.content', id: row.id }, kept) };
}

async function scanOf(deps: Deps, caller: Caller, id: string, scan: string | undefined) {
  const ids = scan === undefined ? [] : [scan];
  const files = await ownFiles(deps, caller, ids, { owner: `case/${id}`, pointer: '/scan' });
  return files.map(({ id: file, sha256 }) => ({ id: file, sha256 }));
}

export interface Sealing {
  organisation: string;
  sealNumber: string | undefined;
  textHash: string;
  /** The day of a seal on paper. */
  sealedOn: string | undefined;
  scan: string | undefined;
}

function ensureMaySeal({ found: { standing }, agreement }: At, { organisation, textHash }: Sealing): void {
  if (!runsCase(standing)) {
    throw refuse('forbidden', 'not-a-mediator', {
      zh: '由窗口或承办调解员加盖印章',
      en: 'The window or a mediator of the case puts the seal',
    });
  }
  const { row, content, missing } = agreement;
  ensureSameText(row, textHash);
  if (missing.confirmations.length > 0) {
    throw refuse('conflict', 'confirmation-missing', {
      zh: '尚有当事人未确认协议文本，不能盖章',
      en: 'A party has not confirmed the text yet',
    });
  }
  if (!missing.seal) {
    throw refuse('conflict', 'sealed-already', { zh: '已经盖章', en: 'The seal is there already' });
  }
  if (organisation === content?.body.organisation) return;
  throw fieldRule('/organisation', 'organisation-differs', {
    zh: '与协议写明的调解组织不符',
    en: 'is not the organisation the agreement names',
  });
}

/** Puts the organisation's seal on the agreement. */
export async function sealAgreement<A>(
  deps: Deps,
  caller: Caller,
  target: Target,
  sealing: Sealing,
  present: Showing<A>,
): Promise<A> {
  const decide = async (at: At): Promise<Step> => {
    ensureMaySeal(at, sealing);
    ensureNoConflict(deps, at.found, caller.now);
    const { row } = at.agreement;
    const { organisation, sealNumber = null, scan } = sealing;
    const sealedOn = paperDay(sealing.sealedOn, '/sealedOn', { draftedAt: row.draftedAt, now: caller.now });
    const files = await scanOf(deps, caller, target.id, scan);
    const stamp = { organisation, sealNumber, scan: scan ?? null };
    const seal = sealPart(deps, at.found, { column: 'agreement.seal', id: row.id }, stamp);
    return {
      action: 'agreement-sealed',
      change: { on: sealedOn, revision: row.revision, textHash: row.textHash, files },
      words: { organisation, sealNumber },
      row: { ...row, seal, sealedOn },
      files: files.map(({ id }) => id),
    };
  };
  const paper = { on: { day: sealing.sealedOn, pointer: '/sealedOn' }, scan: sealing.scan };
  return take(deps, caller, target, { paper, decide }, present);
}
