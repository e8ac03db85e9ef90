import { newId } from '@qinwu/domain/id';
import type { Deps } from '../deps.ts';
import type { RunningClock } from '../rules/case-clock.ts';
import { instalmentNotice } from '../rules/notice-text.ts';
import type { InstalmentNotice } from '../session-vocabulary.ts';
import type { InstalmentRow } from '../store/agreement-table.ts';
import type { NoticeRow } from '../store/session-tables.ts';
import type { OpenedCase } from './open-case.ts';
import { sealJson } from './secrets.ts';

/** A clock as it was and as it is lit now. */
export interface Relit {
  before: RunningClock;
  after: RunningClock;
}

function kindOf({ before, after }: Relit): InstalmentNotice | null {
  if (before.light === after.light || after.light === 'green') return null;
  return after.light === 'red' ? 'instalment-overdue' : 'instalment-due';
}

/** Notices to both sides of every promised payment whose light turned 履行提醒; none where the case was erased. */
export function remindersOf(
  { keyring }: Deps,
  { row, dek }: OpenedCase,
  { relit, instalments, now }: { relit: readonly Relit[]; instalments: readonly InstalmentRow[]; now: Date },
): NoticeRow[] {
  if (dek === null) return [];
  return relit.flatMap((turn) => {
    const kind = kindOf(turn);
    const instalment = instalments.find(({ id }) => id === turn.after.ref);
    if (kind === null || instalment === undefined) return [];
    const { dueOn, amount, paid, payer, payee } = instalment;
    const content = instalmentNotice(kind, { number: row.number, dueOn, open: amount - paid });
    return [...new Set([payer, payee])].map((partyId) => {
      const id = newId();
      return {
        id,
        parkId: row.parkId,
        caseId: row.id,
        sessionId: null,
        partyId,
        mediatorId: null,
        kind,
        content: sealJson(keyring, dek, { column: 'notice', id }, content),
        createdAt: now,
        readAt: null,
      };
    });
  });
}
