/** What a pool may pay out for a line, and what may come back to it. 风险补偿 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { formatYuan } from '@qinwu/domain/money';
import type { LineState, ReportKind } from '../../money-words.ts';

/** Refuses to compensate a loss nobody has reported: the line stands or stood, was drawn on, and became overdue. */
export function ensureLoss(
  { state }: { readonly state: LineState },
  reports: readonly { readonly kind: ReportKind }[],
): void {
  const isReported = (kind: ReportKind): boolean => reports.some((report) => report.kind === kind);
  if (state !== 'REVOKED' && isReported('drawdown') && isReported('overdue')) return;
  throw refuse('conflict', 'line-without-loss', {
    zh: '该笔授信已撤销、未曾放款或银行未报逾期，不能代偿',
    en: 'The line is revoked, was never drawn on, or its bank has reported nothing overdue: there is no loss to bear',
  });
}

/** In fen, what was paid out and has not come back: in the pool, and for the line where one is named. */
export interface Unrecovered {
  readonly ofPool: bigint;
  readonly ofLine: bigint | null;
}

/** Refuses a recovery of more than was lost. */
export function ensureRecoverable(amount: bigint, { ofPool, ofLine }: Unrecovered): void {
  const most = ofLine !== null && ofLine < ofPool ? ofLine : ofPool;
  if (amount <= most) return;
  throw fieldRule('/amount', 'above-losses', {
    zh: `追偿 ${formatYuan(amount)} 元超过尚未追回的代偿 ${formatYuan(most)} 元`,
    en: `${formatYuan(amount)} yuan is more than the ${formatYuan(most)} yuan paid out and not recovered`,
  });
}

/** Refuses to take back a payout of which more was recovered than would be left. */
export function ensureStillLost({ ofPool, ofLine }: Unrecovered): void {
  if (ofPool >= 0n && (ofLine ?? 0n) >= 0n) return;
  throw refuse('conflict', 'payout-recovered', {
    zh: '该笔代偿已有追偿入账，须先冲正追偿',
    en: 'Of the payout something was recovered: take the recovery back first',
  });
}
