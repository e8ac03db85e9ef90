/** What an application must satisfy beyond its form: every fault at once, so that a clerk corrects them in one go. */
import type { Actor } from '@qinwu/domain/actor';
import { fieldRules } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseYuan } from '@qinwu/domain/money';
import type { Category, Channel, Delegation, State } from '../vocabulary.ts';
import { checkAppointed, checkFiler, checkNotOwn, checkSystem } from './appointed.ts';
import { accountsOf, type Party } from './case.ts';
import type { PartyContent } from './case-content.ts';
import { type Attempt, type Fault, type Gathering, gathering } from './gather-faults.ts';
import type { IntakeBody, PartyPatch, PatchBody } from './intake-body.ts';
import { isPending } from './lifecycle.ts';
import { readParties } from './read-parties.ts';
import { checkTwice } from './same-party.ts';
import { askedAnew } from './sides.ts';
import { type WholeParty, wholeParty } from './whole-party.ts';
import { type Applying, checkGroup, checkWorker, lacksWorker } from './workers.ts';

export interface CheckedIntake {
  parties: Party[];
  contents: Record<string, PartyContent>;
  workers: number;
  /** Fen. */
  amountClaimed: bigint;
}

interface Parties {
  parties: readonly WholeParty[];
}

/** How an application comes: filed by who brings it, or as a row of a register, which may tell of the past. */
type Arrival = 'filed' | 'imported' | 'past';

function checkSides({ parties }: Parties, fault: Fault): void {
  for (const side of ['applicant', 'respondent'] as const) {
    if (parties.some((party) => party.side === side)) continue;
    fault('/parties', `${side}-missing`, {
      zh: side === 'applicant' ? '缺少申请人' : '缺少被申请人',
      en: `There is no ${side}`,
    });
  }
}

/** Whoever spoke for both sides would hear what each says in confidence (人民调解法 art. 15). */
function checkAccounts(parties: readonly Party[], fault: Fault): void {
  for (const [n, party] of parties.entries()) {
    const across = parties.filter(({ side }) => side !== party.side).flatMap(accountsOf);
    for (const account of new Set(accountsOf(party))) {
      if (!across.includes(account)) continue;
      const member = account === party.subject ? 'subject' : 'representative/subject';
      fault(`/parties/${n}/${member}`, 'subject-on-both-sides', {
        zh: '同一账号不能代表双方',
        en: 'One account does not speak for two sides',
      });
    }
  }
}

function sumOf(claims: IntakeBody['claims'], attempt: Attempt): bigint {
  const amounts = claims.map(({ amount }, n) => attempt(() => parseYuan(amount, `/claims/${n}/amount`)));
  return amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
}

function checkDates(
  { limitationFrom, accidentOn }: Pick<IntakeBody, 'limitationFrom' | 'accidentOn'>,
  now: Date,
  fault: Fault,
): void {
  for (const [name, date] of Object.entries({ limitationFrom, accidentOn })) {
    if (date === undefined || date <= localDateOf(now)) continue;
    fault(`/${name}`, 'date-in-future', { zh: '日期不能晚于今天', en: 'The day has not come yet' });
  }
}

function checkAccident(accidentOn: string | undefined, injury: boolean, fault: Fault): void {
  if (accidentOn === undefined || injury) return;
  fault('/accidentOn', 'accident-without-injury', {
    zh: '只有涉及工伤的案件填写事故之日',
    en: 'Only a case with a work injury has the day of an accident',
  });
}

/** How a court sent it is said of what a court sent alone: it sets the term. */
function checkDelegation(delegation: Delegation | undefined, channel: Channel, fault: Fault): void {
  if (delegation === undefined || channel === 'court') return;
  fault('/delegation', 'delegation-without-court', {
    zh: '只有法院送来的案件（来源为 court）填写委派、委托',
    en: 'Only what a court sent (channel court) says how it was sent',
  });
}

function checkInjured(parties: readonly Pick<WholeParty, 'injured'>[], injury: boolean, fault: Fault): void {
  for (const [n, { injured }] of parties.entries()) {
    if (injured !== true || injury) continue;
    fault(`/parties/${n}/injured`, 'injured-without-injury', {
      zh: '只有涉及工伤的案件注明受伤职工',
      en: 'Only a case with a work injury names who was hurt',
    });
  }
}

function checkSensitive(body: Pick<IntakeBody, 'injury' | 'sensitiveConsent'>, fault: Fault): void {
  if (body.injury !== true || body.sensitiveConsent === true) return;
  fault('/sensitiveConsent', 'sensitive-consent-missing', {
    zh: '处理伤情须取得单独同意（个人信息保护法第二十九条）',
    en: 'Data on an injury need a consent of their own',
  });
}

function personsApplying({ parties }: { parties: readonly Applying[] }): number {
  return parties.filter(({ side, kind }) => side === 'applicant' && kind === 'person').length;
}

/** Checks an application and normalises its identifiers; refuses with every fault (kind rule). */
export function checkIntake(
  body: IntakeBody,
  actor: Actor,
  { now, arrival = 'filed' }: { now: Date; arrival?: Arrival },
): CheckedIntake {
  const gather = gathering();
  const workers = body.workers ?? Math.max(personsApplying(body), 1);
  checkSides(body, gather.fault);
  // What was accepted in the past is not judged anew, and its register may name but one of the workers it counts.
  if (arrival !== 'past') {
    checkGroup(body.parties, workers, gather.fault);
    checkWorker({ ...body, workers }, gather.fault);
  }
  checkSensitive(body, gather.fault);
  checkDelegation(body.delegation, body.channel, gather.fault);
  checkAccident(body.accidentOn, body.injury === true, gather.fault);
  checkInjured(body.parties, body.injury === true, gather.fault);
  checkDates(body, now, gather.fault);
  const { parties, contents } = readParties(body.parties, actor, { before: [], gather });
  checkTwice(parties, contents, gather.fault);
  checkAccounts(parties, gather.fault);
  checkFiler(body, parties, { actor, fault: gather.fault });
  // A register says of each row how it came to the park, whoever carries it here.
  if (arrival === 'filed') checkSystem(body, { actor, fault: gather.fault });
  checkAppointed(parties, actor, gather.fault);
  const amountClaimed = sumOf(body.claims, gather.attempt);
  if (gather.errors.length > 0) throw fieldRules(gather.errors);
  return { parties, contents, workers, amountClaimed };
}

/** The case as far as a correction changes it; undefined: left as it is. */
export interface CheckedPatch {
  parties?: Party[];
  contents?: Record<string, PartyContent>;
  workers?: number;
  amountClaimed?: bigint;
}

/** The case as it stands before a correction. */
interface Before {
  category: Category;
  channel: Channel;
  parties: readonly Party[];
  /** What is known of them, by party id. */
  contents: Record<string, PartyContent>;
  workers: number;
  injury: boolean;
  state: State;
}

function applyingIn({ parties, contents }: Before): Applying[] {
  return parties.map(({ id, side, kind }) => {
    const representative = contents[id]?.representative;
    return { side, kind, ...(representative ? { representative: { name: representative.name } } : {}) };
  });
}

function wholeOf(
  given: PartyPatch,
  n: number,
  { before, gather }: { before: Before; gather: Gathering },
): WholeParty {
  const party = before.parties.find(({ id }) => id === given.id);
  const content = party === undefined ? undefined : before.contents[party.id];
  const stands = party === undefined || content === undefined ? undefined : { party, content };
  return wholeParty(given, stands, { pointer: (name) => `/parties/${n}/${name}`, fault: gather.fault });
}

/** Where every worker is a party, one that leaves is counted no more; a group stays as large as it was said to be. */
function workersAfter(before: Before, after: readonly Applying[]): number {
  const named = (parties: readonly Applying[]): number => Math.max(personsApplying({ parties }), 1);
  const is = named(after);
  return before.workers === named(applyingIn(before)) ? is : Math.max(before.workers, is);
}

/** Checks a correction against the case as it stands; refuses with every fault. */
export function checkPatch(
  patch: PatchBody,
  before: Before,
  { actor, now }: { actor: Actor; now: Date },
): CheckedPatch {
  const gather = gathering();
  const { claims } = patch;
  const bodies = patch.parties?.map((party, n) => wholeOf(party, n, { before, gather }));
  const checked: CheckedPatch = {};
  checkSensitive(patch, gather.fault);
  checkDelegation(patch.delegation, before.channel, gather.fault);
  checkAccident(patch.accidentOn, patch.injury ?? before.injury, gather.fault);
  checkDates(patch, now, gather.fault);
  if (bodies !== undefined) {
    const workers = patch.workers ?? workersAfter(before, bodies);
    checkSides({ parties: bodies }, gather.fault);
    checkInjured(bodies, patch.injury ?? before.injury, gather.fault);
    checkGroup(bodies, workers, gather.fault);
    const read = readParties(bodies, actor, { before: before.parties, gather });
    checkTwice(read.parties, read.contents, gather.fault);
    checkAccounts(read.parties, gather.fault);
    checkNotOwn(read.parties, { actor, fault: gather.fault });
    const parties = isPending(before.state) ? askedAnew(before.parties, read.parties) : read.parties;
    Object.assign(checked, { parties, contents: read.contents, workers });
  } else if (patch.workers !== undefined) {
    checkGroup(applyingIn(before), patch.workers, gather.fault);
    checked.workers = patch.workers;
  }
  const { category = before.category } = patch;
  const { workers = before.workers } = checked;
  // A case that came in without one can be corrected elsewhere.
  if (!lacksWorker(before)) {
    checkWorker({ category, parties: bodies ?? before.parties, workers }, gather.fault);
  }
  if (claims !== undefined) checked.amountClaimed = sumOf(claims, gather.attempt);
  if (gather.errors.length > 0) throw fieldRules(gather.errors);
  return checked;
}
