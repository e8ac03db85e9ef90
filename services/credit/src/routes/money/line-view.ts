import { formatYuan } from '@qinwu/domain/money';
import { z } from 'zod';
import { LINE_STATES, REPORT_KINDS } from '../../money-words.ts';
import { newlyGranted } from '../../rules/money/decide-line.ts';
import type { LineBalance } from '../../rules/money/line-balance.ts';
import { lineLifecycle } from '../../rules/money/line-lifecycle.ts';
import type { LineRow, ReportRow } from '../../store/money/tables.ts';

const amount = z.string().describe('元');
const day = z.string().nullable();

export const LineView = z
  .object({
    id: z.uuid(),
    version: z.int(),
    number: z.string().describe('授信编号'),
    state: z.enum(LINE_STATES).describe('状态'),
    allowedActions: z.array(z.string()),
    uscc: z.string(),
    bank: z.string().describe('银行编码'),
    product: z.string().describe('产品编码'),
    amountAsked: amount,
    appliedOn: z.string(),
    referredOn: day,
    decidedOn: day,
    amountApproved: amount.nullable(),
    amountPrevious: amount.nullable().describe('被替换的额度'),
    amountNew: amount.describe('新增授信：批准额度减去被替换的额度'),
    replaces: z.uuid().nullable(),
    startsOn: day,
    endsOn: day,
    guarantee: z.string().nullable().describe('担保方式'),
    rateBp: z.int().nullable().describe('年利率，万分之一'),
    reason: z.string().nullable(),
  })
  .meta({ id: 'CreditLine' });

export function lineView(row: LineRow): z.input<typeof LineView> {
  const text = (fen: bigint | null) => (fen === null ? null : formatYuan(fen));
  const { id, version, number, state, uscc, bank, product, appliedOn, referredOn, decidedOn } = row;
  const { replaces, startsOn, endsOn, guarantee, rateBp, reason } = row;
  return {
    id,
    version,
    number,
    state,
    allowedActions: lineLifecycle.allowedActions(state).filter((action) => action !== 'replace'),
    uscc,
    bank,
    product,
    amountAsked: formatYuan(row.amountAsked),
    appliedOn,
    referredOn,
    decidedOn,
    amountApproved: text(row.amountApproved),
    amountPrevious: text(row.amountPrevious),
    amountNew: formatYuan(newlyGranted(row)),
    replaces,
    startsOn,
    endsOn,
    guarantee,
    rateBp,
    reason,
  };
}

export const ReportView = z
  .object({
    id: z.uuid(),
    kind: z.enum(REPORT_KINDS),
    amount,
    on: z.string(),
    reference: z.string().nullable(),
    discrepancy: z
      .string()
      .nullable()
      .describe(
        '与授信不符之处：above-limit、after-end、before-start、above-outstanding、above-overdue，以及在已被替换、撤销、结清的授信上放款 line-replaced、line-revoked、line-closed；空为相符',
      ),
    reportedBy: z.string(),
  })
  .meta({ id: 'LineReport' });

export function reportView(row: ReportRow): z.input<typeof ReportView> {
  const { id, kind, onDay: on, reference, discrepancy, reportedBy } = row;
  return { id, kind, amount: formatYuan(row.amount), on, reference, discrepancy, reportedBy };
}

export const ReportsView = z
  .object({
    items: z.array(ReportView),
    balance: z.object({ drawn: amount, repaid: amount, outstanding: amount, overdue: amount }),
  })
  .meta({ id: 'LineReports' });

export function reportsView(
  reports: readonly ReportRow[],
  balance: LineBalance,
): z.input<typeof ReportsView> {
  const { drawn, repaid, outstanding, overdue } = balance;
  return {
    items: reports.map(reportView),
    balance: {
      drawn: formatYuan(drawn),
      repaid: formatYuan(repaid),
      outstanding: formatYuan(outstanding),
      overdue: formatYuan(overdue),
    },
  };
}
