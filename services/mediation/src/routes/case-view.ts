import type { Actor } from '@qinwu/domain/actor';
import { localDateOf } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { Language } from '@qinwu/platform/http/language';
import type { z } from 'zod';
import type { NamedInjury } from '../injury-vocabulary.ts';
import { hasLapsed } from '../rules/case-clock.ts';
import type { PartyContent } from '../rules/case-content.ts';
import { allowedActions } from '../rules/guards.ts';
import { limitationWarnings, NO_FACTS, seesLimitation } from '../rules/limitation.ts';
import { maskedParty } from '../rules/masked-party.ts';
import type { Fit } from '../rules/mediator-choice.ts';
import { referredFilesFor } from '../rules/referred-file.ts';
import { runsCase, type Standing, seesMandate } from '../rules/standing.ts';
import { GROUP_FROM } from '../rules/workers.ts';
import type { CaseRow, ClockRow, PartyRow } from '../store/case-table.ts';
import type { OpenedCase } from '../use-cases/open-case.ts';
import { CATEGORIES } from '../vocabulary.ts';
import type { CaseSummary, CaseView, ClockView, PartyView } from './case-schema.ts';
import { nextStepsView } from './next-steps-view.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** The summary of a case: nothing of it is personal. */
export function summaryView(row: CaseRow): z.output<typeof CaseSummary> {
  return {
    id: row.id,
    number: row.number,
    version: row.version,
    state: row.state,
    category: row.category,
    head: CATEGORIES[row.category].head,
    labour: row.labour,
    channel: row.channel,
    organisation: row.organisation,
    mode: row.mode,
    grid: row.gridCode,
    workers: row.workers,
    group: row.workers >= GROUP_FROM,
    amountClaimed: formatYuan(row.amountClaimed),
    amountAgreed: row.amountAgreed === null ? null : formatYuan(row.amountAgreed),
    outcome: row.outcome,
    dueAt: iso(row.dueAt),
    light: row.light,
    receivedOn: row.receivedOn,
    registeredAt: row.registeredAt.toISOString(),
    concludedOn: row.concludedOn,
  };
}

/** A clock as an answer shows it. */
export function clockView(clock: ClockRow): z.output<typeof ClockView> {
  return {
    id: clock.id,
    kind: clock.kind,
    ref: clock.ref,
    article: clock.article,
    official: clock.official,
    dueAt: clock.dueAt.toISOString(),
    provisional: clock.provisional,
    light: clock.light,
    stoppedAt: iso(clock.stoppedAt),
    onTime: clock.onTime,
    lapsed: hasLapsed(clock),
  };
}

const NOBODY: PartyContent = {
  name: '',
  idType: null,
  idNumber: null,
  phone: null,
  gender: null,
  age: null,
  occupation: null,
  employer: null,
  address: null,
  legalRepresentative: null,
  position: null,
  representative: null,
};

/** How much the caller sees of persons. */
export type Sight = 'masked' | 'full';

/** A party sees itself in full; the address of another side that asked for it stays with window and mediators. */
function partyView(
  party: PartyRow,
  content: PartyContent | undefined,
  { actor, standing, sight }: { actor: Actor; standing: Standing; sight: Sight },
): z.output<typeof PartyView> {
  const { id, side, kind, uscc, consent, joinedOn, addressSealed } = party;
  const isOwn = standing.as === 'party' && standing.parties.includes(id);
  const isMasked = !isOwn && sight !== 'full';
  const shown = content === undefined ? NOBODY : isMasked ? maskedParty(kind, content) : content;
  const isKept = addressSealed && !isOwn && !runsCase(standing);
  return {
    id,
    side,
    kind,
    uscc,
    consent,
    ...(joinedOn === undefined ? {} : { joinedOn }),
    addressSealed,
    ...shown,
    injured: shown.injured === true,
    address: isKept ? null : shown.address,
    representative: shown.representative && {
      ...shown.representative,
      powers: party.mandate?.powers ?? null,
      mandate: seesMandate(actor, standing, id) ? (party.mandate?.file ?? null) : null,
    },
    masked: isMasked,
  };
}

/** What is told of the limitation, to those it is for. */
function warningsOf({ row, content, standing, calendar }: OpenedCase, now: Date, language: Language) {
  if (!seesLimitation(standing)) return [];
  const facts = content?.limitation ?? NO_FACTS;
  const warnings = limitationWarnings({ ...row, facts }, localDateOf(now), calendar);
  return warnings.map(({ code, text }) => ({ code, text: text[language] }));
}

/** A person hears of the own application alone, whoever else was hurt; their employer hears of all. */
function isToldOf({ row, standing }: OpenedCase, injured: string | null | undefined): boolean {
  if (standing.as !== 'party' || !injured) return true;
  const own = row.parties.filter(({ id }) => standing.parties.includes(id));
  return own.some(({ id, kind }) => kind === 'enterprise' || id === injured);
}

/** The applications the case led to, the first that stands before the others. */
function applicationsOf(found: OpenedCase, goneOn: ReadonlyMap<string, NamedInjury>) {
  const { injuryApplication: first } = found.row;
  const whole = first === null ? [] : [first, ...(first.others ?? [])];
  const all = whole.filter(({ party }) => isToldOf(found, party));
  // Of one alone nobody asks whose it is.
  return all.map(({ id, number, state, reason, party }) => {
    const whose = all.length > 1 && party ? { party } : {};
    const duplicateOf = goneOn.get(id);
    const why = { ...(reason ? { reason } : {}), ...(duplicateOf === undefined ? {} : { duplicateOf }) };
    return { id, number, state, ...why, ...whose };
  });
}

const NONE: ReadonlyMap<string, NamedInjury> = new Map();

/** The whole case as far as the caller may see. */
export function caseView(
  found: OpenedCase,
  {
    actor,
    now,
    language,
    sight,
    fit,
    goneOn = NONE,
  }: {
    actor: Actor;
    now: Date;
    language: Language;
    sight: Sight;
    fit: Fit;
    /** What went on in place of an application of the case, as far as the caller may know. */
    goneOn?: ReadonlyMap<string, NamedInjury>;
  },
): z.output<typeof CaseView> {
  const { row, clocks, content, standing } = found;
  const [injuryApplication = null, ...others] = applicationsOf(found, goneOn);
  return {
    ...summaryView(row),
    delegation: row.delegation,
    oral: row.oral,
    injury: row.injury,
    accidentOn: content?.accidentOn ?? null,
    title: content?.title ?? null,
    facts: content?.facts ?? null,
    claims: content?.claims ?? [],
    parties: row.parties.map((party) =>
      partyView(party, content?.parties[party.id], { actor, standing, sight }),
    ),
    mediators: row.mediators,
    clocks: clocks.map(clockView),
    warnings: warningsOf(found, now, language),
    limitationFrom: seesLimitation(standing) ? row.limitationFrom : null,
    extended: row.extended,
    agreementForm: row.agreementForm,
    agreementNumber: row.agreementNumber,
    notAcceptedCode: row.notAcceptedCode,
    closingNote: content?.closingNote ?? null,
    archiveNumber: row.archiveNumber,
    referralReason: runsCase(standing) ? (content?.referralReason ?? null) : null,
    referredFiles: referredFilesFor(content, standing),
    grievanceId: row.grievanceId,
    injuryApplication,
    ...(others.length === 0 ? {} : { otherInjuryApplications: others }),
    source: row.source,
    externalRef: row.externalRef,
    extension: row.extension,
    imported: row.imported,
    sealed: row.sealed,
    erased: content === null,
    acceptedAt: iso(row.acceptedAt),
    startedAt: iso(row.startedAt),
    agreedAt: iso(row.agreedAt),
    effectiveOn: row.effectiveOn,
    performedOn: row.performedOn,
    breachedOn: row.breachedOn,
    curedOn: row.curedOn,
    nextSteps: nextStepsView(found, now),
    archivedAt: iso(row.archivedAt),
    standing: standing.as,
    allowedActions: allowedActions(row, actor, standing, { now, clocks, fit }),
  };
}
