import * as events from '@qinwu/contracts/events/mediation';
import { formatYuan } from '@qinwu/domain/money';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../deps.ts';
import { isBroken } from '../rules/performance.ts';
import type { CaseRow } from '../store/case-table.ts';

/** When it happened and on whose trace. */
interface Occasion {
  now: Date;
  traceparent?: string | undefined;
}

/** What an event says besides its data. */
function envelopeOf(row: CaseRow, { now, traceparent }: Occasion) {
  return { park: row.parkId, subject: row.id, sequence: row.version, time: now, traceparent };
}

const about = ({ id, labour, category, mode }: CaseRow) => ({ caseId: id, labour, category, mode });
const imported = (row: CaseRow) => (row.imported ? { imported: true } : {});
const grievance = ({ grievanceId }: CaseRow) => (grievanceId === null ? {} : { grievanceId });

/** The events of a new case. */
export function announceNewCase(deps: Deps, row: CaseRow, at: Occasion): OutboxRow[] {
  const registered = deps.announce(events.caseRegistered, {
    ...envelopeOf(row, at),
    data: {
      ...about(row),
      ...grievance(row),
      ...imported(row),
      number: row.number,
      registeredOn: row.receivedOn,
    },
  });
  return [...registered, ...announceInjury(deps, row, at)];
}

/** A work injury in a case leads to an application of its own; one of the past is not applied for anew. */
export function announceInjury(
  { announce }: Deps,
  row: CaseRow,
  { renamed = [], ...at }: Occasion & { renamed?: string[] },
): OutboxRow[] {
  if (!row.injury || row.imported) return [];
  const data = { caseId: row.id, number: row.number, ...(renamed.length === 0 ? {} : { renamed }) };
  return announce(events.injuryReported, { ...envelopeOf(row, at), data });
}

/** The events that follow from what a change made of a case. */
export function announceCase(deps: Deps, before: CaseRow, after: CaseRow, at: Occasion): OutboxRow[] {
  return [
    ...announceConclusion(deps, before, after, at),
    ...announcePerformance(deps, before, after, at),
    ...announceBreach(deps, before, after, at),
    ...(before.injury ? [] : announceInjury(deps, after, at)),
  ];
}

/** The end of a case, and again where what is said of it changed: its category, its mode, the agreed amount. */
function announceConclusion(
  { announce }: Deps,
  before: CaseRow | null,
  after: CaseRow,
  at: Occasion,
): OutboxRow[] {
  const { outcome, concludedOn } = after;
  if (outcome === null || concludedOn === null) return [];
  const data = {
    ...about(after),
    ...grievance(after),
    ...imported(after),
    number: after.number,
    outcome,
    registeredOn: after.receivedOn,
    concludedOn,
    amountClaimed: formatYuan(after.amountClaimed),
    amountAgreed: after.amountAgreed === null ? null : formatYuan(after.amountAgreed),
    workers: after.workers,
    agreementNumber: after.agreementNumber,
    effectiveOn: after.effectiveOn,
  };
  return before !== null && isSameEnd(before, after)
    ? []
    : announce(events.caseConcluded, { ...envelopeOf(after, at), data });
}

const SAID = [
  'outcome',
  'concludedOn',
  'category',
  'mode',
  'amountClaimed',
  'amountAgreed',
  'workers',
  'agreementNumber',
  'effectiveOn',
] as const satisfies readonly (keyof CaseRow)[];

function isSameEnd(before: CaseRow, after: CaseRow): boolean {
  return SAID.every((name) => before[name] === after[name]);
}

/** A performance, and that it was none; where it leaves a breach that one says so, the one word of its version. */
function announcePerformance({ announce }: Deps, before: CaseRow, after: CaseRow, at: Occasion): OutboxRow[] {
  const performedOn = after.performedOn ?? before.performedOn;
  if (performedOn === null || before.performedOn === after.performedOn) return [];
  const withdrawn = after.performedOn === null;
  if (withdrawn && after.state === 'BREACHED') return [];
  const said = withdrawn ? before : after;
  const data = {
    ...about(after),
    performedOn,
    onTime: said.breachedOn === null,
    ...(withdrawn ? { withdrawn } : {}),
  };
  return announce(events.casePerformed, { ...envelopeOf(after, at), data });
}

/**
 * A breach, another day of it, and its cure. A case performed late says so by its performance alone: of two words of one
 * version about the same figure, which one stands would be a matter of which arrives first.
 */
function announceBreach({ announce }: Deps, before: CaseRow, after: CaseRow, at: Occasion): OutboxRow[] {
  const breachedOn = after.breachedOn ?? before.breachedOn;
  if (breachedOn === null || after.state === 'PERFORMED') return [];
  const cured = !isBroken(after);
  if (cured && !isBroken(before)) return [];
  if (isBroken(before) === isBroken(after) && before.breachedOn === breachedOn) return [];
  return announce(events.caseBreached, {
    ...envelopeOf(after, at),
    data: { ...about(after), breachedOn, cured },
  });
}

/** All the events of a case that comes in with its past: registered, ended, performed or breached. */
export function announceWholeCase(deps: Deps, row: CaseRow, now: Date): OutboxRow[] {
  const at = { now };
  const inEffect: CaseRow = { ...row, state: 'EFFECTIVE', performedOn: null };
  return [
    ...announceNewCase(deps, row, at),
    ...announceConclusion(deps, null, row, at),
    ...announcePerformance(deps, inEffect, row, at),
    ...announceBreach(deps, inEffect, row, at),
  ];
}
