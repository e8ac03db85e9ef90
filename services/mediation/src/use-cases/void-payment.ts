import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { formatYuan } from '@qinwu/domain/money';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { type RunningClock, resumedOptions } from '../rules/case-clock.ts';
import { AT_REST } from '../rules/lifecycle.ts';
import { isFreeAgain } from '../rules/side-track.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { decideVoid, ensureVoidable, type Voided } from '../rules/void-payment.ts';
import { saveCaseWithVoidedPayment, voidValues } from '../store/agreement-commits.ts';
import type { InstalmentRow } from '../store/agreement-table.ts';
import type { CaseRow } from '../store/case-table.ts';
import { commitCase } from './commit-case.ts';
import { needAgreement, type OpenedAgreement, type OpenedPayment } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { readTracks } from './open-track.ts';
import { instalmentOf } from './pay-instalment.ts';
import { remindersOf } from './remind-instalments.ts';
import { sealPart } from './seal-part.ts';
import { resumedTrackClocks } from './track-clocks.ts';

/** Which payment, and why it was none. */
export interface Voiding {
  id: string;
  instalmentId: string;
  paymentId: string;
  reason: string;
  ifMatch: number | null;
}

function paymentOf(
  { payments }: OpenedAgreement,
  { instalmentId, paymentId }: Pick<Voiding, 'instalmentId' | 'paymentId'>,
): OpenedPayment {
  const found = payments.find((each) => each.id === paymentId && each.instalmentId === instalmentId);
  if (found !== undefined) return found;
  throw refuse('missing', 'payment-missing', { zh: '没有该付款记录', en: 'There is no such payment' });
}

/** Clocks that ended with the performance alone, as they run without it. */
async function resumed(deps: Deps, found: OpenedCase, now: Date): Promise<RunningClock[]> {
  const { row, clocks } = found;
  if (!AT_REST.includes(row.state)) return [];
  const tracks = await readTracks(deps, found);
  return [
    ...resumedOptions(clocks, (clock) => isFreeAgain(clock, tracks), { calendar: deps.calendar, now }),
    ...resumedTrackClocks(deps, { tracks, clocks, now }),
  ];
}

/** What the ledger says besides the payment: what became of the case. */
function courseOf(before: CaseRow, { state, breachedOn, curedOn }: Voided['set']): Record<string, unknown> {
  return {
    ...(before.state === state ? {} : { from: before.state, to: state }),
    ...(before.breachedOn === breachedOn ? {} : { breachedOn }),
    ...(before.curedOn === curedOn ? {} : { curedOn }),
  };
}

/** Voids a payment that was recorded by mistake; it stays, and the case is as if it had never been there. */
export async function voidPayment<A>(
  deps: Deps,
  caller: Caller,
  { id, instalmentId, paymentId, reason, ifMatch }: Voiding,
  present: (agreement: OpenedAgreement) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureRunsCase(found.standing);
    const agreement = await needAgreement(deps, found);
    const instalment = instalmentOf(agreement, instalmentId);
    const payment = paymentOf(agreement, { instalmentId, paymentId });
    ensureVoidable(found.row.state, payment);
    const others = agreement.instalments.filter((each) => each.id !== instalmentId);
    const { id: agreementId, reminderDays } = agreement.row;
    const { set, relit } = decideVoid(
      { found: found.row, clocks: found.clocks, agreementId, reminderDays, instalment, others },
      { now, calendar: deps.calendar },
    );
    const changed: InstalmentRow = {
      ...instalment,
      paid: instalment.paid - payment.amount,
      settledOn: null,
      onTime: null,
    };
    const { said, voidSaid: _none, ...row } = payment;
    const voided = {
      ...row,
      voidedAt: now,
      voidedBy: actor.id,
      voidReason: sealPart(deps, found, { column: 'payment.void', id: paymentId }, reason),
    };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'payment-voided',
        set,
        clocks: [...relit.map(({ after }) => after), ...(await resumed(deps, found, now))],
        change: {
          instalment: instalmentId,
          payment: paymentId,
          amount: formatYuan(payment.amount),
          paidOn: payment.paidOn,
          paid: formatYuan(changed.paid),
          ...courseOf(found.row, set),
        },
        words: { reason },
        statement: saveCaseWithVoidedPayment,
        values: voidValues({
          instalment: changed,
          payment: voided,
          notices: remindersOf(deps, found, { relit, instalments: [changed], now }),
        }),
      },
      present({
        ...agreement,
        instalments: agreement.instalments.map((each) => (each.id === instalmentId ? changed : each)),
        payments: agreement.payments.map((each) =>
          each.id === paymentId ? { ...voided, said, voidSaid: reason } : each,
        ),
      }),
    );
  });
}
