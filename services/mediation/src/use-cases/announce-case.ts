import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../deps.ts';
import type { CaseRow } from '../store/case-table.ts';
import type { Caller } from './open-case.ts';

/** The events of a new case. */
export function announceNewCase(_deps: Deps, _row: CaseRow, _caller: Caller): OutboxRow[] {
  return [];
}

/** The events that follow from what a change made of a case. */
export function announceCase(_deps: Deps, _before: CaseRow, _after: CaseRow, _caller: Caller): OutboxRow[] {
  return [];
}
