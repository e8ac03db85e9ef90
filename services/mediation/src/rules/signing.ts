/**
 * Who signs an agreement, in which order, and when it takes effect: all parties have signed, a mediator of the case
 * has signed and the organisation has put its seal (调解仲裁法 art. 14; 人民调解法 art. 29).
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf, startOfDay } from '@qinwu/domain/local-date';
import type { AgreementStatus, SignatureKind, SignerKind, State } from '../vocabulary.ts';
import { checkNotBefore, checkNotFuture } from './calculations/inputs.ts';
import type { DisputeCase, Party } from './case.ts';
import { ensureSpecialPowers } from './speaker.ts';
import { runsCase, type Standing } from './standing.ts';
import { ensureBeforeEnd, isToldAfterEnd, type Paper } from './told-later.ts';

/** An agreement as the rules of signing see it. */
export interface Signable {
  status: AgreementStatus;
  textHash: string;
  confirmedBy: readonly string[];
  sealedOn: string | null;
}

export interface Signer {
  kind: SignerKind;
  /** The party's id, or the mediator's account. */
  id: string;
}

/** Who stands behind the agreement: both sides, and a third party that pays or is paid. */
export function signingParties(
  parties: readonly Party[],
  instalments: readonly { payer: string; payee: string }[],
): string[] {
  const moneyed = new Set(instalments.flatMap(({ payer, payee }) => [payer, payee]));
  return parties.filter(({ id, side }) => side !== 'third' || moneyed.has(id)).map(({ id }) => id);
}

/** What an agreement still waits for. */
export interface Missing {
  confirmations: string[];
  signatures: string[];
  mediator: boolean;
  seal: boolean;
}

export function missingOf(
  agreement: Signable,
  required: readonly string[],
  signed: readonly { signerKind: SignerKind; signer: string }[],
): Missing {
  const hasSigned = (kind: SignerKind, id: string) =>
    signed.some(({ signerKind, signer }) => signerKind === kind && signer === id);
  return {
    confirmations: required.filter((id) => !agreement.confirmedBy.includes(id)),
    signatures: required.filter((id) => !hasSigned('party', id)),
    mediator: !signed.some(({ signerKind }) => signerKind === 'mediator'),
    seal: agreement.sealedOn === null,
  };
}

export function isComplete({ confirmations, signatures, mediator, seal }: Missing): boolean {
  return confirmations.length === 0 && signatures.length === 0 && !mediator && !seal;
}

/** The day something was put on paper, which may be recorded later: since the text was drawn up, today where nobody says. */
export function paperDay(
  said: LocalDate | undefined,
  pointer: string,
  { draftedAt, now }: { draftedAt: Date; now: Date },
): LocalDate {
  const today = localDateOf(now);
  if (said === undefined) return today;
  checkNotFuture(said, today, pointer);
  checkNotBefore(said, localDateOf(draftedAt), pointer);
  return said;
}

/** An electronic signature is given as it is recorded, one on paper on a day that may be past. */
export function signingTime(
  { kind, signedOn }: { kind: SignatureKind; signedOn: LocalDate | undefined },
  at: { draftedAt: Date; now: Date },
): Date {
  if (kind === 'electronic' && signedOn !== undefined) {
    throw fieldRule('/signedOn', 'electronic-is-now', {
      zh: '电子签名以作出之时为准，不另填日期',
      en: 'An electronic signature is of the moment it is given',
    });
  }
  const day = paperDay(signedOn, '/signedOn', at);
  return day === localDateOf(at.now) ? at.now : startOfDay(day);
}

/** The day on which the last signature or the seal was put under the text: from then on it binds. */
export function effectDay(
  signatures: readonly { signedAt: Date }[],
  { sealedOn }: Pick<Signable, 'sealedOn'>,
  today: LocalDate,
): LocalDate {
  const days = signatures.map(({ signedAt }) => localDateOf(signedAt));
  return [...days, sealedOn ?? today].toSorted().at(-1) ?? today;
}

/** Refuses whatever belongs to signing while the parties are not at one, or after effect; a paper may be of before the end. */
export function ensureSignable(
  found: { state: State } & Pick<DisputeCase, 'agreementStanding' | 'concludedOn'>,
  paper: Paper,
): void {
  const { state, agreementStanding } = found;
  if (state === 'AGREED' && agreementStanding === 'outdated') throw draftOutdated();
  if (state === 'AGREED') return;
  if (isToldAfterEnd(found)) {
    ensureBeforeEnd(found, paper);
    return;
  }
  throw refuse('conflict', 'agreement-not-open-to-signing', {
    zh: '只有达成协议、尚未生效时可以确认和签章',
    en: 'An agreement is confirmed, signed and sealed after it was reached and before it takes effect',
  });
}

/** The refusal of a text that does not say what the case says any more. */
export function draftOutdated(): Error {
  return refuse('conflict', 'draft-outdated', {
    zh: '起草后案件信息有变更或约定日期已过，请重新起草协议',
    en: 'The case was corrected since, or a day of the draft is over: draft the agreement anew',
  });
}

/** True where a text that does not stand any more names an address that is now kept from this reader. */
export function isTextKept(
  { parties, agreementStanding }: Pick<DisputeCase, 'parties' | 'agreementStanding'>,
  standing: Standing,
): boolean {
  if (standing.as !== 'party' || (agreementStanding !== 'outdated' && agreementStanding !== null))
    return false;
  return parties.some(({ id, addressSealed }) => addressSealed && !standing.parties.includes(id));
}

/** Refuses a signature for another text than the one that stands. */
export function ensureSameText({ textHash }: Signable, given: string): void {
  if (given === textHash) return;
  throw refuse('conflict', 'text-changed', {
    zh: '协议文本已变更，请重新阅读后办理',
    en: 'The text was changed: read it again',
  });
}

/** The party a confirmation is for: the caller's own, or the one the staff names. */
export function confirmingParty(
  standing: Standing,
  named: string | undefined,
  required: readonly string[],
): string {
  const id =
    named ?? (standing.as === 'party' ? standing.parties.find((own) => required.includes(own)) : undefined);
  if (id === undefined) {
    throw fieldRule('/party', 'party-missing', { zh: '须写明当事人', en: 'Say which party it is' });
  }
  ensureOf(required, id, '/party');
  ensureSpecialPowers(standing, id);
  if (standing.as === 'party' ? standing.parties.includes(id) : runsCase(standing)) return id;
  throw refuse('forbidden', 'party-not-yours', { zh: '只能代表本人', en: 'Speak for yourself alone' });
}

function ensureOf(required: readonly string[], id: string, pointer: string): void {
  if (required.includes(id)) return;
  throw fieldRule(pointer, 'party-unknown', {
    zh: '不是须签署协议的当事人',
    en: 'This is no party that signs the agreement',
  });
}

interface Signing {
  actor: { id: string };
  standing: Standing;
  signer: Signer;
  kind: SignatureKind;
  hasScan: boolean;
}

/** An account signs for itself alone; what was signed on paper is recorded by the staff, with the scan. */
export function ensureMaySign(
  signing: Signing,
  required: readonly string[],
  mediators: readonly string[],
): void {
  const { standing, signer, kind, hasScan } = signing;
  if (signer.kind === 'party') {
    ensureOf(required, signer.id, '/signer/party');
    ensureSpecialPowers(standing, signer.id);
  } else if (!mediators.includes(signer.id)) {
    throw fieldRule('/signer/mediator', 'not-a-mediator-of-the-agreement', {
      zh: '不是协议写明的调解员',
      en: 'The agreement names no such mediator',
    });
  }
  if (kind !== 'electronic') {
    if (!runsCase(standing)) {
      throw refuse('forbidden', 'recorded-by-staff', {
        zh: '书面签名、盖章、按指印由窗口或调解员登记',
        en: 'The window or a mediator records what was signed on paper',
      });
    }
    if (!hasScan) {
      throw fieldRule('/scan', 'scan-missing', { zh: '须附扫描件', en: 'The scan is needed' });
    }
    return;
  }
  if (!isOwnSignature(signing)) {
    throw refuse('forbidden', 'signature-not-yours', {
      zh: '电子签名只能由本人作出',
      en: 'An electronic signature is given by the signer alone',
    });
  }
}

function isOwnSignature({ actor, standing, signer }: Signing): boolean {
  if (signer.kind === 'party') return standing.as === 'party' && standing.parties.includes(signer.id);
  return standing.as === 'mediator' && signer.id === actor.id;
}

/** Parties confirm the text first; nobody signs before that, and nobody twice. */
export function ensureMaySignNow(
  missing: Missing,
  signer: Signer,
  signed: readonly { signerKind: SignerKind; signer: string }[],
): void {
  if (missing.confirmations.length > 0) {
    throw refuse(
      'conflict',
      'confirmation-missing',
      {
        zh: '尚有当事人未确认协议文本，不能签名',
        en: 'A party has not confirmed the text yet',
      },
      { extra: { parties: missing.confirmations } },
    );
  }
  if (signed.some(({ signerKind, signer: id }) => signerKind === signer.kind && id === signer.id)) {
    throw refuse('conflict', 'signed-already', { zh: '已经签名', en: 'This was signed already' });
  }
}
