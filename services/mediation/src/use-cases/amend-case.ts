import type { Actor } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf, startOfDay } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import type { Deps } from '../deps.ts';
import { membersOf, membersOfMediators, type Party } from '../rules/case.ts';
import { extendClock, openClock, type RunningClock, sweptNext } from '../rules/case-clock.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { type CheckedPatch, checkPatch } from '../rules/intake.ts';
import type { PatchBody } from '../rules/intake-body.ts';
import { withJoining } from '../rules/joined.ts';
import { isPending } from '../rules/lifecycle.ts';
import type { Left } from '../rules/sides.ts';
import { handlesCase } from '../rules/standing.ts';
import { saveCaseWithPapers } from '../store/case-papers.ts';
import type { CaseRow } from '../store/case-table.ts';
import { consentValues } from '../store/consents.ts';
import { type SealRow, sealValues } from '../store/seals.ts';
import { isLabour } from '../vocabulary.ts';
import { type AddressSeal, addressSealRows, newAddressSeals } from './address-seals.ts';
import { announceInjury } from './announce-case.ts';
import { caseTerm } from './case-term.ts';
import { type CaseChange, commitCase } from './commit-case.ts';
import { injuryConsents } from './injury-consents.ts';
import { injuryRefusals } from './injury-refusals.ts';
import { ensureStillFit } from './mediators-fit.ts';
import { fitsCase } from './move-agreement.ts';
import {
  endedMandates,
  ensureNotRaised,
  type MandateLine,
  newMandates,
  sealMandates,
} from './new-mandates.ts';
import { readAgreement } from './open-agreement.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { ensureSidesKept } from './sides-kept.ts';

/** Corrects a case or brings in further parties 更正、追加当事人. */
export async function amendCase<A>(
  deps: Deps,
  caller: Caller,
  { id, patch, ifMatch }: { id: string; patch: PatchBody; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureOpen(found, actor, patch);
    if (found.dek === null) throw caseErased();
    const before = { ...found.row, contents: found.content?.parties ?? {} };
    const refusedBy = await injuryRefusals(deps, found, patch);
    const checked = checkPatch(patch, before, { actor, now });
    const left = await ensureSidesKept(deps, found, checked);
    const mandates = await newMandates(deps, caller, checked.parties ?? [], {
      before: found.row.parties,
      owner: `mandate/${found.row.id}`,
      files: [],
    });
    await ensureNotRaised(deps, found.row, { mandates, parties: checked.parties ?? [] });
    const seals = newAddressSeals(checked.parties ?? [], found.row.parties);
    const change = await amendment(deps, found, { ...caller, patch, checked, mandates, seals, left });
    const sealed = addressSealRows(deps, { ...found.row, dek: found.dek }, seals, caller);
    const written = writtenOf(caller, found.row, change, { patch, mandates, refusedBy, sealed });
    return commitCase(deps, caller, found, { ...change, ...written }, present);
  });
}

interface Writing extends Pick<Amending, 'patch' | 'mandates'> {
  /** Who withdrew the consent to data on the injury. */
  refusedBy: readonly string[];
  sealed: readonly SealRow[];
}

/** What is written beside the case: an injury put right comes with the consents to look at it, a mandate with its paper. */
function writtenOf(
  caller: Caller,
  row: CaseRow,
  { set }: CaseChange,
  { patch, mandates, refusedBy, sealed }: Writing,
): Pick<CaseChange, 'statement' | 'values'> {
  const agreed = patch.injury === true ? injuryConsents({ ...row, ...set }, caller, refusedBy) : [];
  if ([agreed, mandates, sealed].every(({ length }) => length === 0)) return {};
  const papers = {
    consent: consentValues(agreed),
    mandates: mandates.map(({ file }) => file),
    seals: sealValues(sealed),
  };
  return { statement: saveCaseWithPapers, values: papers };
}

/** Who speaks for a party, and by which account, changes also after an agreement or the end: it is nothing the case says. */
const OF_ACCOUNTS = ['id', 'subject', 'representative'];

function isOfAccounts({ parties, ...others }: PatchBody, before: CaseRow['parties']): boolean {
  const isNothingElse = Object.keys(others).length === 0;
  const isEverybody =
    parties?.length === before.length && before.every(({ id }) => parties.some((each) => each.id === id));
  return (
    isNothingElse &&
    isEverybody &&
    parties.every((each) => Object.keys(each).every((name) => OF_ACCOUNTS.includes(name)))
  );
}

function ensureOpen({ row, standing }: OpenedCase, actor: Actor, patch: PatchBody): void {
  if (!handlesCase(standing, actor)) {
    throw refuse('forbidden', 'not-a-mediator', {
      zh: '由窗口或承办调解员更正',
      en: 'The window or a mediator of the case corrects it',
    });
  }
  // Until the parties are at one, what the case says can be put right.
  if (isPending(row.state) || isOfAccounts(patch, row.parties)) return;
  throw refuse('conflict', 'case-not-open', {
    zh: '已达成协议或已结束的案件，除当事人账号和代理人外不能更正',
    en: 'A case that was agreed or has ended stays as it is, but for accounts and who stands for a party',
  });
}

interface Amending {
  patch: PatchBody;
  checked: CheckedPatch;
  mandates: readonly MandateLine[];
  seals: readonly AddressSeal[];
  left: readonly Left[];
  now: Date;
  traceparent?: string | undefined;
}

/** Who was in the case and is called otherwise now. */
function renamedIn(before: CaseContent | null, after: CaseContent | null): string[] {
  const names = Object.entries(after?.parties ?? {});
  return names.filter(([id, { name }]) => (before?.parties[id]?.name ?? name) !== name).map(([id]) => id);
}

/** The application of a case hears of it where the case comes to say who was hurt, where they work, or when. */
function announceInjuryAgain(
  deps: Deps,
  { row: before, content }: OpenedCase,
  { row, content: after }: { row: CaseRow; content: CaseContent | null },
  { patch, now, traceparent }: Amending,
): OutboxRow[] {
  const isTold = patch.parties !== undefined || patch.accidentOn !== undefined;
  if (!isTold || !before.injury) return [];
  return announceInjury(deps, row, { now, traceparent, renamed: renamedIn(content, after) });
}

async function amendment(deps: Deps, found: OpenedCase, amending: Amending): Promise<CaseChange> {
  const { patch } = amending;
  const set = rowOf(found.row, amending);
  const content = found.content === null ? null : contentOf(found.content, found.row, amending);
  const amended = { ...found, row: { ...found.row, ...set }, content };
  ensureStillFit(deps, amended, { patch, now: amending.now });
  return {
    action: 'amended',
    set: { ...set, ...(await draftAfter(deps, found, { set, content, now: amending.now })) },
    ...(content === null ? {} : { content }),
    clocks: await clocksOf(deps, found, amending),
    change: {
      fields: Object.keys(patch).sort(),
      ...mandateChange(deps, found, amending),
      ...sealChange(amending),
    },
    words: { ...patch },
    events: (row) => announceInjuryAgain(deps, found, { row, content }, amending),
  };
}

/** Who stands for whom from now on, and whose mandate ended, as the ledger tells of it. */
function mandateChange(deps: Deps, { row, dek }: OpenedCase, { checked, mandates }: Amending) {
  const before = row.parties;
  const mandatesEnded = endedMandates(before, checked.parties ?? before);
  return {
    ...(mandates.length === 0 ? {} : { mandates: sealMandates(deps, { id: row.id, dek }, mandates) }),
    ...(mandatesEnded.length === 0 ? {} : { mandatesEnded }),
  };
}

const sealChange = ({ seals }: Amending) => (seals.length === 0 ? {} : { seals });

/** Whether a draft of an agreement still says of the case what the case says once it is corrected. */
async function draftAfter(
  deps: Deps,
  found: OpenedCase,
  { set, content, now }: { set: Partial<CaseRow>; content: CaseContent | null; now: Date },
): Promise<Pick<CaseRow, 'agreementStanding'> | undefined> {
  const { agreementStanding: standing } = found.row;
  if (standing !== 'drafted' && standing !== 'outdated') return undefined;
  const agreement = await readAgreement(deps, found);
  if (agreement === null) return undefined;
  const fits = fitsCase({ row: { ...found.row, ...set }, content }, agreement, now);
  return { agreementStanding: fits ? 'drafted' : 'outdated' };
}

function rowOf(row: CaseRow, { patch, checked, now }: Amending): Partial<CaseRow> {
  const { category = row.category } = patch;
  const parties = withJoining(checked.parties ?? row.parties, {
    before: row.parties,
    days: (patch.parties ?? []).map(({ joinedOn }) => joinedOn),
    receivedOn: row.receivedOn,
    today: localDateOf(now),
  });
  return {
    category,
    labour: isLabour(category),
    delegation: patch.delegation ?? row.delegation,
    organisation: patch.organisation ?? row.organisation,
    gridCode: patch.gridCode ?? row.gridCode,
    injury: patch.injury ?? row.injury,
    limitationFrom: patch.limitationFrom ?? row.limitationFrom,
    workers: checked.workers ?? row.workers,
    amountClaimed: checked.amountClaimed ?? row.amountClaimed,
    parties,
    members: [...membersOf(parties), ...membersOfMediators(row.members)],
  };
}

/** What is kept by party, of those who are still in the case. */
function stillIn<T>(kept: Readonly<Record<string, T>>, ids: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(kept).filter(([id]) => ids.includes(id)));
}

/** The parties with what the case keeps of each, where a correction changes them; nothing of one for another enterprise. */
function partiesOf(
  { accounts, mediatorChoices }: CaseContent,
  { parties: before }: CaseRow,
  { parties = [], contents }: CheckedPatch,
) {
  if (contents === undefined) return {};
  const isSame = ({ id, uscc }: Party) => {
    const known = before.find((each) => each.id === id)?.uscc ?? null;
    return known === null || known === uscc;
  };
  const kept = parties.filter(isSame).map(({ id }) => id);
  return {
    parties: contents,
    ...(accounts === undefined ? {} : { accounts: stillIn(accounts, kept) }),
    ...(mediatorChoices === undefined ? {} : { mediatorChoices: stillIn(mediatorChoices, kept) }),
  };
}

function contentOf(before: CaseContent, row: CaseRow, { patch, checked, left }: Amending): CaseContent {
  const claims = patch.claims?.map(({ type, amount, note }) => ({ type, amount, note: note ?? null }));
  return {
    ...before,
    ...partiesOf(before, row, checked),
    title: patch.title ?? before.title,
    facts: patch.facts ?? before.facts,
    claims: claims ?? before.claims,
    ...(left.length === 0 ? {} : { left: [...(before.left ?? []), ...left] }),
    ...(patch.accidentOn === undefined ? {} : { accidentOn: patch.accidentOn }),
  };
}

/** Another kind of dispute, or another way the court sent it, has another term, from the same day. */
async function clocksOf(
  { calendar, db }: Deps,
  { row, clocks }: OpenedCase,
  { patch, now }: Amending,
): Promise<RunningClock[]> {
  const labour = isLabour(patch.category ?? row.category);
  const running = clocks.find(({ kind, stoppedAt }) => kind === 'mediate' && stoppedAt === null);
  const { delegation = row.delegation } = patch;
  const isSame = labour === row.labour && delegation === row.delegation;
  if (running === undefined || isSame) return [];
  const about = { park: row.parkId, labour, channel: row.channel, delegation };
  const term = await caseTerm(db.orm, about, row.receivedOn);
  const at = { start: startOfDay(row.receivedOn), now, calendar };
  const opened: RunningClock = openClock({ id: running.id, kind: 'mediate' }, term, at);
  // What both sides agreed on in addition stays agreed.
  const { extensions } = running.deadline;
  const extended = extensions.reduce((clock, { limit }) => extendClock(clock, limit, calendar, now), opened);
  return [sweptNext(extended, now)];
}
