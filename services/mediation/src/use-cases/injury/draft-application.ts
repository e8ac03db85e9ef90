import type { Calendar } from '@qinwu/domain/calendar';
import { newId } from '@qinwu/domain/id';
import type { LocalDate } from '@qinwu/domain/local-date';
import { localDateOf } from '@qinwu/domain/local-date';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../../deps.ts';
import type { ApplicantKind, InjuryCause, LegalHead, Material } from '../../injury-vocabulary.ts';
import { clockLine, summarize, type Term } from '../../rules/case-clock.ts';
import type { InjuryContent } from '../../rules/injury/injury-content.ts';
import { injuryLifecycle } from '../../rules/injury/lifecycle.ts';
import {
  type InjuryClock,
  openEmployerLimit,
  openFrom,
  openWorkerYear,
  stopLimit,
} from '../../rules/injury/limits.ts';
import { injuryMembersOf } from '../../rules/injury/standing.ts';
import type { InjuryClockRow, InjuryRow } from '../../store/injury-table.ts';
import { sealJson } from '../secrets.ts';
import { clockRowsOf } from './commit-application.ts';
import { accidentIndexes } from './same-accident.ts';

/** Prefix of the number of an application. */
export const INJURY_PREFIX = 'GS';

/** What a new application is made of. */
export interface NewInjury {
  park: string;
  number: string;
  applicantKind: ApplicantKind;
  cause: InjuryCause;
  legalHead: LegalHead | null;
  workerSubject: string | null;
  applicantSubject: string | null;
  employerUscc: string | null;
  baseOn: LocalDate | null;
  delegated: boolean;
  sensitiveConsent: boolean;
  content: InjuryContent;
  materials: Material[];
  caseId: string | null;
  /** Who was hurt, of that case. */
  partyId: string | null;
  filedBy: string;
  enteredByStaff: boolean;
  appliedOn: LocalDate;
  files: readonly { id: string; sha256: string }[];
  now: Date;
  /** How long the window has to hand over what tells no day yet. */
  undated?: Term;
}

/** An application that is not written yet. */
export interface InjuryDraft {
  row: InjuryRow;
  clocks: InjuryClockRow[];
  content: InjuryContent;
  entry: LedgerEntry;
  dek: Buffer;
  wrapped: string;
}

/** Everything that has not happened yet. */
const UNTOUCHED = {
  later: [],
  notices: [],
  excluded: [],
  extensions: [],
  transfer: null,
  decisions: [],
  notTransferredReason: null,
  duplicateOf: null,
  duplicates: [],
  conclusion: null,
  imported: false,
  completeOn: null,
  transferredOn: null,
  acceptedOn: null,
  concludedOn: null,
  withdrawnOn: null,
};

/** Both limits of art. 17, or the window's own while there is no day they run from; received on the authority's behalf they have been kept, or not, by that. */
export function limitsOf(
  {
    baseOn,
    delegated,
    now,
    undated,
    extensions = [],
    excluded = [],
  }: Pick<NewInjury, 'baseOn' | 'delegated' | 'now' | 'undated'> &
    Partial<Pick<InjuryRow, 'extensions' | 'excluded'>>,
  calendar: Calendar,
): InjuryClock[] {
  if (baseOn === null) {
    if (undated === undefined) return [];
    return [openFrom(newId(), 'transfer', undated, { from: localDateOf(now), now, calendar })];
  }
  const at = { now, calendar };
  const clocks = [
    openEmployerLimit(newId(), baseOn, extensions, at),
    openWorkerYear(newId(), baseOn, excluded, at),
  ];
  return delegated ? clocks.map((clock) => stopLimit(clock, now, at)) : clocks;
}

/** Makes the record of a new application; nothing is written yet. */
export function draftApplication(deps: Deps, of: NewInjury): InjuryDraft {
  const { content, files, now, park, undated: _undated, ...rest } = of;
  const id = newId();
  const { dek, wrapped } = deps.keyring.newRecordKey(id);
  const clocks = clockRowsOf({ id, parkId: park }, limitsOf(of, deps.calendar));
  const today = localDateOf(now);
  const { number, applicantKind, cause, legalHead, caseId, filedBy } = of;
  const sealed = sealJson(deps.keyring, dek, { column: 'injury.content', id }, content);
  const entry = makeEntry(
    {
      park,
      caseKind: 'injury',
      caseId: id,
      at: now,
      actor: filedBy,
      action: 'received',
      change: {
        number,
        applicantKind,
        cause,
        legalHead,
        delegated: of.delegated,
        ...(caseId === null ? {} : { case: caseId, party: of.partyId }),
        materials: of.materials.filter(({ providedOn }) => providedOn !== null).map(({ code }) => code),
        files: files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        clocks: clocks.map(clockLine),
        // The very ciphertext of the row: sealed once, and kept when the row changes.
        words: sealed,
      },
    },
    null,
  );
  const row: InjuryRow = {
    ...UNTOUCHED,
    ...summarize(clocks, now),
    ...accidentIndexes(deps, { ...of, ...content }),
    ...rest,
    id,
    parkId: park,
    version: entry.seq,
    ledgerHash: entry.hash,
    state: injuryLifecycle.initial,
    members: injuryMembersOf(of),
    content: sealed,
    receivedOn: today,
    movedOn: today,
    receivedAt: now,
    recordedAt: now,
  };
  return { row, clocks, content, entry, dek, wrapped };
}
