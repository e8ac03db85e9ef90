import type { Calendar } from '@qinwu/domain/calendar';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, startOfDay } from '@qinwu/domain/local-date';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { membersOf, type Party } from '../rules/case.ts';
import {
  clockLine,
  extendClock,
  hasRunOut,
  openClock,
  type RunningClock,
  summarize,
  type Term,
} from '../rules/case-clock.ts';
import type { CaseContent } from '../rules/case-content.ts';
import type { CasePast } from '../rules/case-past.ts';
import { clocksOfEffect } from '../rules/decide-move.ts';
import { isOpen, lifecycle } from '../rules/lifecycle.ts';
import type { AttachedFile } from '../store/case-files.ts';
import { type CaseRow, type ClockRow, UNTOUCHED } from '../store/case-table.ts';
import {
  type Category,
  type Channel,
  type Delegation,
  isLabour,
  type Mode,
  type Organisation,
} from '../vocabulary.ts';
import type { AddressSeal } from './address-seals.ts';
import { caseRefIndex } from './external-ref.ts';
import { type MandateLine, sealMandates } from './new-mandates.ts';
import { sealJson } from './secrets.ts';

/** Prefix of the case number 案号. */
export const NUMBER_PREFIX = 'MD';

/** What a new case is made of. */
export interface NewCase {
  park: string;
  number: string;
  category: Category;
  channel: Channel;
  delegation: Delegation | null;
  oral: boolean;
  organisation: Organisation;
  mode: Mode | null;
  gridCode: string | null;
  injury: boolean;
  workers: number;
  /** Fen. */
  amountClaimed: bigint;
  limitationFrom: LocalDate | null;
  parties: Party[];
  content: CaseContent;
  grievanceId: string | null;
  source: string | null;
  externalRef: string | null;
  extension: Record<string, unknown>;
  filedBy: string;
  receivedOn: LocalDate;
  files: readonly AttachedFile[];
  /** Of those who stand for parties; an import has none. */
  mandates?: readonly MandateLine[];
  /** On addresses, where parties ask for it. */
  seals?: readonly AddressSeal[];
  now: Date;
  /** How long it may be mediated. */
  term: Term;
  /** Of a case that is over, or was begun elsewhere: one entry tells of it; clocks run where it is still open. */
  past?: CasePast;
  /** Days by which both sides extended the term of such a case. */
  extendedDays?: number | undefined;
}

/** A case that is not written yet: its row, its clock, its first ledger entry, its own key. */
export interface CaseDraft {
  row: CaseRow;
  clocks: ClockRow[];
  content: CaseContent;
  entry: LedgerEntry;
  dek: Buffer;
  wrapped: string;
}

/** The first entry holds what the application says as the very ciphertext of the row: sealed once, and kept when the row changes. */
function firstEntry(deps: Deps, id: string, { of, clocks, sealed, dek }: Said): LedgerEntry {
  const mandates = sealMandates(deps, { id, dek }, of.mandates ?? []);
  return makeEntry(
    {
      park: of.park,
      caseKind: 'case',
      caseId: id,
      at: of.now,
      actor: of.filedBy,
      action: of.past === undefined ? 'registered' : 'imported',
      change: {
        number: of.number,
        category: of.category,
        channel: of.channel,
        ...(of.delegation === null ? {} : { delegation: of.delegation }),
        amountClaimed: String(of.amountClaimed),
        files: of.files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        ...(mandates.length === 0 ? {} : { mandates }),
        ...(of.seals === undefined || of.seals.length === 0 ? {} : { seals: of.seals }),
        clocks: clocks.map(clockLine),
        ...(of.past === undefined ? {} : { past: ledgerPast(of.past) }),
        words: sealed,
      },
    },
    null,
  );
}

/** The past as the ledger writes it: instants as text, fen as digits. */
function ledgerPast(past: CasePast): Record<string, unknown> {
  const { amountAgreed, ...rest } = past;
  return {
    ...JSON.parse(JSON.stringify(rest)),
    amountAgreed: amountAgreed === null ? null : String(amountAgreed),
  };
}

interface Said {
  of: NewCase;
  clocks: readonly ClockRow[];
  /** The content, sealed. */
  sealed: string;
  dek: Buffer;
}

/** The clocks a case begins with: its term while it is open, the options of an agreement in effect, else none. */
function beginning(of: NewCase, calendar: Calendar): RunningClock[] {
  const { category, receivedOn, past, term, extendedDays: amount, now } = of;
  const { state = lifecycle.initial, effectiveOn = null } = past ?? {};
  if (isOpen(state)) {
    const at = { start: startOfDay(receivedOn), now, calendar };
    const clock = openClock({ id: newId(), kind: 'mediate' }, term, at);
    return [
      amount === undefined ? clock : extendClock(clock, { unit: 'calendar-day', amount }, calendar, now),
    ];
  }
  if (effectiveOn === null || (state !== 'EFFECTIVE' && state !== 'BREACHED')) return [];
  const options = clocksOfEffect(isLabour(category), { start: startOfDay(effectiveOn), now, calendar });
  return options.filter((clock) => !hasRunOut(clock, now));
}

/** Makes the record of a new case; nothing is written yet. */
export function draftCase(deps: Deps, of: NewCase): CaseDraft {
  const {
    content,
    files: _files,
    mandates: _mandates,
    now,
    park,
    past,
    term: _term,
    extendedDays: _days,
    seals: _seals,
    ...rest
  } = of;
  const id = newId();
  const labour = isLabour(of.category);
  const clocks = beginning(of, deps.calendar).map((clock) => ({ ...clock, caseId: id, parkId: park }));
  const { dek, wrapped } = deps.keyring.newRecordKey(id);
  const sealed = sealJson(deps.keyring, dek, { column: 'content', id }, content);
  const entry = firstEntry(deps, id, { of, clocks, sealed, dek });
  const row: CaseRow = {
    ...UNTOUCHED,
    ...summarize(clocks, now),
    ...rest,
    id,
    parkId: park,
    externalRefIndex: caseRefIndex(deps, of),
    version: entry.seq,
    ledgerHash: entry.hash,
    state: lifecycle.initial,
    labour,
    members: membersOf(of.parties),
    mediators: [],
    content: sealed,
    registeredAt: now,
    recordedAt: now,
    ...past,
    imported: past !== undefined,
  };
  return { row, clocks, content, entry, dek, wrapped };
}
