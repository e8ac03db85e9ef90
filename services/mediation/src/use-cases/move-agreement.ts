import { fieldRule, isDomainError } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { formatYuan, parseYuan } from '@qinwu/domain/money';
import type { Deps } from '../deps.ts';
import { textHash } from '../documents/canonical-text.ts';
import type { BodyOf, Move } from '../rules/action-bodies.ts';
import type { AgreementBody } from '../rules/agreement-body.ts';
import { checkDraft, type Draft } from '../rules/agreement-draft.ts';
import { agreementDocument } from '../rules/agreement-text.ts';
import { lastDayOf, type RunningClock, reopenClock, stopClock } from '../rules/case-clock.ts';
import { openPromises } from '../rules/instalment-clock.ts';
import { draftOutdated } from '../rules/signing.ts';
import { ensureNotSignedSince, toldWithdrawal } from '../rules/told-later.ts';
import { type AgreementWrite, agreementValues, saveCaseWithAgreement } from '../store/agreement-commits.ts';
import type { CaseRow } from '../store/case-table.ts';
import type { CaseChange } from './commit-case.ts';
import { voided } from './draft-agreement.ts';
import { needAgreement, type OpenedAgreement, readAgreement } from './open-agreement.ts';
import type { OpenedCase } from './open-case.ts';

/** What an action on the case does to its agreement. */
export interface AgreementPart {
  set: Partial<CaseRow>;
  clocks: RunningClock[];
  change: Record<string, unknown>;
  /** The statement and its values, where the agreement itself changes. */
  write: Pick<CaseChange, 'statement' | 'values'>;
}

const NOTHING: AgreementPart = { set: {}, clocks: [], change: {}, write: {} };

const writing = (write: AgreementWrite) => ({
  statement: saveCaseWithAgreement,
  values: agreementValues(write),
});

/** The part of the agreement in an action; refuses what its state does not allow. */
export async function agreementPart(
  deps: Deps,
  found: OpenedCase,
  { move, ends, now }: { move: Move; ends: boolean; now: Date },
): Promise<AgreementPart> {
  switch (move.action) {
    case 'agree':
      return agreed(found, await needAgreement(deps, found), move.body, now);
    case 'renegotiate':
      return reopened(deps, found, now);
    case 'perform':
      return { ...NOTHING, clocks: keptPromises(found, move.body.performedOn ?? localDateOf(now), now) };
    case 'withdraw': {
      const agreement = await readAgreement(deps, found);
      ensureNotSignedSince(toldWithdrawal(move.body), agreement?.signatures ?? []);
      return dropped(agreement);
    }
    case 'agree-orally':
    case 'fail':
    case 'refuse':
    case 'time-out':
      // A third party that leaves ends nothing between the two sides.
      return ends ? dropped(await readAgreement(deps, found)) : NOTHING;
    default:
      return NOTHING;
  }
}

/** What was done rather than paid, kept or not by the day it was done. */
function keptPromises({ clocks }: OpenedCase, on: string, now: Date): RunningClock[] {
  return openPromises(clocks).map((clock) => ({ ...stopClock(clock, now), onTime: on <= lastDayOf(clock) }));
}

/** The draft becomes what was agreed: the same amount, about the case as it stands. */
function agreed(
  { row, content }: OpenedCase,
  agreement: OpenedAgreement,
  { amountAgreed }: BodyOf<'agree'>,
  now: Date,
): AgreementPart {
  const { amountAgreed: drafted, number, revision, textHash: hash } = agreement.row;
  if (amountAgreed !== undefined && parseYuan(amountAgreed, '/amountAgreed') !== drafted) {
    throw fieldRule('/amountAgreed', 'amount-differs', {
      zh: `与协议草案的金额${formatYuan(drafted)}元不符`,
      en: `differs from the ${formatYuan(drafted)} yuan of the draft`,
    });
  }
  if (!fitsCase({ row, content }, agreement, now)) {
    throw draftOutdated();
  }
  return {
    ...NOTHING,
    set: { amountAgreed: drafted },
    change: { agreement: { number, revision, textHash: hash } },
  };
}

/** True where the draft says of the case what the case says now; not where it names who is gone, or days that are over. */
export function fitsCase(
  { row, content }: Pick<OpenedCase, 'row' | 'content'>,
  agreement: OpenedAgreement,
  now: Date,
): boolean {
  if (content === null || agreement.content === null) return true;
  const { body, document } = agreement.content;
  const draft = draftIn(body, row, now);
  if (draft === null) return false;
  const { number } = agreement.row;
  const current = agreementDocument(row, content, { body, draft, number, day: localDateOf(now) });
  return textHash(current) === textHash(document);
}

function draftIn(body: AgreementBody, row: CaseRow, now: Date): Draft | null {
  try {
    return checkDraft(body, row, now);
  } catch (error) {
    if (isDomainError(error)) return null;
    throw error;
  }
}

/** Back at the table: nothing of the agreement is confirmed or signed any more, and the term goes on. */
async function reopened(deps: Deps, found: OpenedCase, now: Date): Promise<AgreementPart> {
  const agreement = await readAgreement(deps, found);
  const mediate = found.clocks.find(({ kind }) => kind === 'mediate');
  const clocks = mediate === undefined ? [] : [reopenClock(mediate, deps.calendar, now)];
  if (agreement === null) return { ...NOTHING, clocks };
  const { row, signatures } = agreement;
  return {
    ...NOTHING,
    clocks,
    change: { voided: signatures.map(({ signerKind, signer }) => `${signerKind}:${signer}`) },
    write: writing({
      agreement: { ...row, status: 'draft', confirmedBy: [], seal: null, sealedOn: null },
      signatures: voided(signatures, now),
    }),
  };
}

function dropped(agreement: OpenedAgreement | null): AgreementPart {
  return agreement === null
    ? NOTHING
    : {
        ...NOTHING,
        set: { agreementStanding: null },
        write: writing({ agreement: { ...agreement.row, status: 'void' } }),
      };
}
