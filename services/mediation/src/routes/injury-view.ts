import type { Actor } from '@qinwu/domain/actor';
import { maskAddress, maskCitizenId, maskName, maskPhone } from '@qinwu/domain/mask';
import type { Language } from '@qinwu/platform/http/language';
import type { z } from 'zod';
import type { InjuryClockKind } from '../injury-vocabulary.ts';
import { injuryActionsOf } from '../rules/injury/allowed.ts';
import { missingDetails } from '../rules/injury/details.ts';
import { flagsOf } from '../rules/injury/flags.ts';
import type { InjuryContent } from '../rules/injury/injury-content.ts';
import { hasWaiting, stillMissing } from '../rules/injury/later-materials.ts';
import { isBeforeTransfer } from '../rules/injury/lifecycle.ts';
import { daysLeft } from '../rules/injury/limits.ts';
import { hearsOfCase, type InjuryStanding } from '../rules/injury/standing.ts';
import { supplyBy } from '../rules/injury/supply-term.ts';
import type { InjuryClockRow, InjuryRow } from '../store/injury-table.ts';
import type { OpenedInjury } from '../use-cases/injury/open-application.ts';
import type { InjuryClockView, InjurySummary, InjuryView } from './injury-schema.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The summary of an application: nothing of it is personal. */
export function injurySummary(
  row: InjuryRow,
  standing: InjuryStanding | null,
): z.output<typeof InjurySummary> {
  const isTold = hearsOfCase(standing);
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    applicantKind: row.applicantKind,
    cause: row.cause,
    legalHead: row.legalHead,
    employer: row.employerUscc,
    caseId: isTold ? row.caseId : null,
    partyId: isTold ? row.partyId : null,
    delegated: row.delegated,
    appliedOn: row.appliedOn,
    receivedOn: row.receivedOn,
    completeOn: row.completeOn,
    transferredOn: row.transferredOn,
    acceptedOn: row.acceptedOn,
    withdrawnOn: row.withdrawnOn,
    concludedOn: row.concludedOn,
    conclusion: row.conclusion,
    dueAt: iso(row.dueAt),
    light: row.light,
    missing: stillMissing(row).length,
    waiting: hasWaiting(row),
    imported: row.imported,
  };
}

const OF: Record<InjuryClockKind, z.output<typeof InjuryClockView>['of']> = {
  transfer: 'window',
  employer: 'employer',
  worker: 'worker',
  accept: 'authority',
  decide: 'authority',
};

/** A clock as an answer shows it. */
export function injuryClockView(clock: InjuryClockRow, now: Date): z.output<typeof InjuryClockView> {
  const { id, kind, article, official, provisional, light, onTime } = clock;
  return {
    id,
    kind,
    of: OF[kind],
    article,
    official,
    dueAt: clock.dueAt.toISOString(),
    daysLeft: daysLeft(clock, now),
    provisional,
    light,
    paused: clock.deadline.pauses.at(-1)?.to === null,
    stoppedAt: iso(clock.stoppedAt),
    onTime,
  };
}

const masking = (mask: (text: string) => string, text: string | null) => (text === null ? null : mask(text));

function workerView(content: InjuryContent | null, isClear: boolean): z.output<typeof InjuryView>['worker'] {
  if (content === null) {
    const nothing = {
      idType: null,
      idNumber: null,
      phone: null,
      gender: null,
      address: null,
      position: null,
    };
    return { name: null, ...nothing, masked: true };
  }
  const { worker } = content;
  if (isClear) return { ...worker, masked: false };
  return {
    ...worker,
    name: maskName(worker.name),
    idNumber: masking(maskCitizenId, worker.idNumber),
    phone: masking(maskPhone, worker.phone),
    address: masking(maskAddress, worker.address),
    masked: true,
  };
}

function applicantView(
  content: InjuryContent | null,
  isClear: boolean,
): z.output<typeof InjuryView>['applicant'] {
  const applicant = content?.applicant ?? null;
  if (applicant === null) return null;
  if (isClear) return { ...applicant, masked: false };
  return {
    ...applicant,
    name: maskName(applicant.name),
    phone: masking(maskPhone, applicant.phone),
    masked: true,
  };
}

function employerView(content: InjuryContent | null, isClear: boolean) {
  const { name = null, contact = null, phone = null } = content?.employer ?? {};
  return {
    employerName: name,
    employerContact: isClear ? contact : masking(maskName, contact),
    employerPhone: isClear ? phone : masking(maskPhone, phone),
  };
}

function eventView(content: InjuryContent | null) {
  const { occurredAt = null, firstDiagnosedAt = null, diedAt = null } = content ?? {};
  const { place = null, course = null, injury = null, hospital = null, hints = [] } = content ?? {};
  return { occurredAt, firstDiagnosedAt, diedAt, place, course, injury, hospital, hints };
}

/** An entry, also where it was taken back. */
function withItsVoid<E extends { voidedOn?: string | undefined }>(entry: E): E & { voidedOn: string | null } {
  return { ...entry, voidedOn: entry.voidedOn ?? null };
}

const isOwn = (standing: InjuryStanding, who: InjuryStanding): boolean => standing === who;

/** The whole application as far as the caller may see: each in full to itself, masked to the others. */
export function injuryView(
  { row, clocks, content, standing, claimed = false }: OpenedInjury & { claimed?: boolean },
  { actor, now, language, sight }: { actor: Actor; now: Date; language: Language; sight: 'masked' | 'full' },
): z.output<typeof InjuryView> {
  const isFull = sight === 'full';
  const { actions, decisions } = injuryActionsOf(
    { ...row, erased: content === null, claimed },
    { actor, standing },
  );
  return {
    ...injurySummary(row, standing),
    worker: workerView(content, isFull || isOwn(standing, 'worker')),
    applicant: applicantView(content, isFull || isOwn(standing, 'applicant')),
    ...employerView(content, isFull || isOwn(standing, 'employer')),
    baseOn: row.baseOn,
    ...eventView(content),
    materials: row.materials,
    laterMaterials: row.later,
    missingMaterials: stillMissing(row),
    missingDetails: missingDetails(row),
    notices: row.notices,
    supplyBy: isBeforeTransfer(row.state) ? supplyBy(row.notices) : null,
    excludedPeriods: row.excluded.map(withItsVoid),
    employerExtensions: row.extensions.map(withItsVoid),
    transfer: row.transfer,
    notTransferredReason: row.notTransferredReason,
    duplicateOf: isOwn(standing, 'window') ? row.duplicateOf : null,
    duplicates: isOwn(standing, 'window') ? row.duplicates : [],
    decisions: row.decisions,
    clocks: clocks.map((clock) => injuryClockView(clock, now)),
    flags: flagsOf({ ...row, clocks, content }, now).map(({ code, article, text }) => ({
      code,
      article,
      text: text[language],
    })),
    sensitiveConsent: row.sensitiveConsent,
    closingNote: content?.closingNote ?? null,
    erased: content === null,
    standing,
    allowedActions: actions,
    allowedDecisions: decisions,
  };
}
