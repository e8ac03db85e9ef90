import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { ReportKind } from '../../money-words.ts';
import {
  discrepancyOf,
  type LineBalance,
  lineBalance,
  reportedBefore,
} from '../../rules/money/line-balance.ts';
import { insertReport, listReports, lockLine } from '../../store/money/lines.ts';
import { creditLine, type LineRow, type ReportRow } from '../../store/money/tables.ts';
import { saveRecord } from '../../store/records.ts';
import { ensureHappened } from '../ensure-happened.ts';
import { getLine } from './lines.ts';

export interface LineReport {
  line: string;
  kind: ReportKind;
  /** In fen. */
  amount: bigint;
  onDay: LocalDate;
  reference: string | null;
}

/** A report as it stands, and whether it was there before it was sent. */
export interface Recorded {
  readonly report: ReportRow;
  readonly isNew: boolean;
}

/**
 * Records what a bank reports of a line. What does not fit is flagged, and never refused: it is the bank's word. The line
 * is held meanwhile, so that of two reports the second is looked at with the first; one that is sent again under its
 * reference is the first.
 */
export async function reportOnLine<A>(
  deps: Deps,
  caller: Caller,
  { line: id, ...report }: LineReport,
  present: Present<Recorded, A>,
): Promise<A> {
  const { actor } = caller;
  ensureHappened(caller, '/on', report.onDay);
  const { amountApproved } = await getLine(deps, actor, id);
  if (amountApproved === null) throw undecided();
  return inTransaction(deps.db, async (tx) => {
    const before = await lockLine(tx, id);
    const reports = await listReports(tx, id);
    const first = reportedBefore(report, reports);
    const recorded =
      first === null
        ? { report: await record(tx, caller, report, { before, reports }), isNew: true }
        : { report: first, isNew: false };
    const { answer, kept } = present(recorded);
    if (kept !== undefined) await keepAnswer(tx, kept);
    return answer;
  });
}

async function record(
  tx: Tx,
  { actor, now }: Caller,
  report: Omit<LineReport, 'line'>,
  { before, reports }: { before: LineRow; reports: readonly ReportRow[] },
): Promise<ReportRow> {
  const made: ReportRow = {
    ...report,
    id: newId(),
    lineId: before.id,
    discrepancy: discrepancyOf(report, before, reports),
    reportedBy: actor.id,
    recordedAt: now,
  };
  const { kind, onDay, reference, discrepancy } = made;
  const change = { report: made.id, kind, amount: formatYuan(made.amount), onDay, reference, discrepancy };
  const step = { park: actor.park, caseKind: 'credit-line', caseId: before.id, at: now, actor: actor.id };
  const head = { seq: before.version, hash: before.ledgerHash };
  const entry = makeEntry({ ...step, action: 'reported', change }, head);
  await saveRecord(tx, creditLine, { ...before, version: entry.seq, ledgerHash: entry.hash }, before);
  await insertReport(tx, made);
  await writeEntries(tx, [entry]);
  return made;
}

function undecided(): Error {
  return refuse('conflict', 'line-undecided', {
    zh: '该笔尚未授信，没有可报的放款',
    en: 'The line is not approved: there is nothing to report of it',
  });
}

/** What was reported of a line, and what it comes to. */
export async function readReports(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ line: LineRow; reports: ReportRow[]; balance: LineBalance }> {
  const line = await getLine(deps, actor, id);
  const reports = await listReports(deps.db.orm, id);
  return { line, reports, balance: lineBalance(reports) };
}
