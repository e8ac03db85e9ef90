import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { formatYuan, parseYuan } from '@qinwu/domain/money';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { decidePayment, ensureMayRecord, stateAfter } from '../rules/performance.ts';
import { agreementValues, saveCaseWithAgreement } from '../store/agreement-commits.ts';
import type { InstalmentRow, PaymentRow } from '../store/agreement-table.ts';
import type { AgreementStanding } from '../vocabulary.ts';
import { commitCase } from './commit-case.ts';
import { needAgreement, type OpenedAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';
import { sealPart } from './seal-part.ts';

/** One payment as it is told. */
export interface Payment {
  paidOn: string;
  amount: string;
  note: string | undefined;
  evidence: string | undefined;
}

/** Refuses `instalment-missing`. */
export function instalmentOf({ instalments }: OpenedAgreement, id: string): InstalmentRow {
  const found = instalments.find((each) => each.id === id);
  if (found !== undefined) return found;
  throw refuse('missing', 'instalment-missing', { zh: '没有该分期', en: 'There is no such instalment' });
}

/** The day of the first signature under the agreement as it stands; null where it has none. */
function signedOn({ signatures }: OpenedAgreement): string | null {
  const days = signatures.flatMap(({ signedAt, voidedAt }) =>
    voidedAt === null ? localDateOf(signedAt) : [],
  );
  return days.toSorted().at(0) ?? null;
}

/** What is owed once an instalment is as it is now. */
function standingAfter(instalments: readonly InstalmentRow[], changed: InstalmentRow): AgreementStanding {
  const isOpen = ({ settledOn }: InstalmentRow): boolean => settledOn === null;
  const others = instalments.filter(({ id }) => id !== changed.id);
  return [...others, changed].some(isOpen) ? 'owed' : 'settled';
}

function paymentRow(
  deps: Deps,
  found: OpenedCase,
  { instalmentId, payment, caller }: { instalmentId: string; payment: Payment; caller: Caller },
): PaymentRow {
  const id = newId();
  const { note, paidOn, evidence = null } = payment;
  return {
    id,
    parkId: found.row.parkId,
    caseId: found.row.id,
    instalmentId,
    amount: parseYuan(payment.amount, '/amount'),
    paidOn,
    note: note === undefined ? null : sealPart(deps, found, { column: 'payment.note', id }, note),
    evidence,
    recordedBy: caller.actor.id,
    recordedAt: caller.now,
    voidedAt: null,
    voidedBy: null,
    voidReason: null,
  };
}

/** Records a payment; the last fen settles the instalment, cures a breach or ends the case as performed. */
export async function payInstalment<A>(
  deps: Deps,
  caller: Caller,
  {
    id,
    instalmentId,
    payment,
    ifMatch,
  }: { id: string; instalmentId: string; payment: Payment; ifMatch: number | null },
  present: (agreement: OpenedAgreement) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    const agreement = await needAgreement(deps, found);
    const instalment = instalmentOf(agreement, instalmentId);
    ensureMayRecord(found.standing, instalment);
    const row = paymentRow(deps, found, { instalmentId, payment, caller });
    const earlier = agreement.payments.filter(
      (each) => each.instalmentId === instalmentId && each.voidedAt === null,
    );
    const settlement = decidePayment(
      {
        state: found.row.state,
        status: agreement.row.status,
        signedOn: signedOn(agreement),
        instalment,
        lastPaidOn: earlier.at(-1)?.paidOn ?? null,
        clocks: found.clocks,
      },
      row,
      now,
    );
    const { paid, settledOn, onTime, clocks, action } = settlement;
    const ids = payment.evidence === undefined ? [] : [payment.evidence];
    const files = await ownFiles(deps, caller, ids, { owner: `case/${id}`, pointer: '/evidence' });
    const changed: InstalmentRow = { ...instalment, paid, settledOn, onTime };
    const others = agreement.instalments.filter((each) => each.id !== instalmentId);
    const set = {
      ...stateAfter(found.row.state, settlement, others, { now, effectiveOn: found.row.effectiveOn }),
      agreementStanding: standingAfter(agreement.instalments, changed),
    };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: action ?? 'payment-recorded',
        set,
        clocks,
        change: {
          instalment: instalmentId,
          amount: formatYuan(row.amount),
          paidOn: row.paidOn,
          paid: formatYuan(paid),
          ...(settledOn === null ? {} : { settledOn, onTime }),
          ...(action === null ? {} : { from: found.row.state, to: set.state }),
          ...('breachedOn' in set ? { breachedOn: null } : {}),
          files: files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        },
        words: payment.note === undefined ? {} : { note: payment.note },
        statement: saveCaseWithAgreement,
        values: agreementValues({
          instalments: [changed],
          payments: [row],
          files: files.map(({ id: file }) => file),
        }),
      },
      present({
        ...agreement,
        instalments: agreement.instalments.map((each) => (each.id === instalmentId ? changed : each)),
        payments: [...agreement.payments, { ...row, said: payment.note ?? null, voidSaid: null }],
      }),
    );
  });
}
