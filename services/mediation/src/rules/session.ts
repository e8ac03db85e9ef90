/** When a session may be, and with whom 调解会议. */
import { type FieldError, fieldRule, fieldRules, refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { ParticipantKind, SessionStatus } from '../session-vocabulary.ts';
import type { State } from '../vocabulary.ts';
import type { Party } from './case.ts';
import { ensureJoined } from './joined.ts';

/** States in which people sit together. */
const SESSION_STATES: readonly State[] = ['ACCEPTED', 'MEDIATING', 'AGREED'];
const LONGEST_MS = 12 * 3_600_000;

/** A person who sits in a session besides parties and mediators. */
export interface Participant {
  kind: ParticipantKind;
  name: string;
  unit: string | null;
  /** Parties that agreed to the invitation. */
  consentedBy: readonly string[];
}

/** Where a session is: a room of the park's, another place, online, or more than one of these. */
export interface Venue {
  /** Code of the room. */
  room: string | null;
  place: string | null;
  /** Where an online session 线上调解 is entered. */
  link: string | null;
}

/** What is sealed of a session. */
export interface SessionContent {
  place: string | null;
  /** Missing in those sealed before there were online sessions. */
  link?: string | null;
  participants: readonly Participant[];
  /** Why it was cancelled or moved. */
  reason: string | null;
}

/** Refuses where the case is not at the table. */
export function ensureInSession({ state }: { state: State }): void {
  if (SESSION_STATES.includes(state)) return;
  throw refuse('conflict', 'case-not-in-session', {
    zh: '案件受理后、协议生效或终止前方可开会',
    en: 'There are sessions from acceptance until the agreement is in effect or the case has ended',
  });
}

/**
 * Refuses to record a session of a case that had ended before its day; what took place is recorded after the end too.
 * An end of an earlier day (`concludedOn`) may be entered later (`endedAt`): until then people sat together.
 */
export function ensureRecordable(
  found: { state: State; concludedOn: LocalDate | null; endedAt: Date | null },
  { startsAt }: { startsAt: Date },
): void {
  const { state, concludedOn, endedAt } = found;
  const isBefore = concludedOn !== null && localDateOf(startsAt) <= concludedOn;
  if (state !== 'ARCHIVED' && (isBefore || (endedAt !== null && startsAt <= endedAt))) return;
  ensureInSession(found);
}

/** Refuses what is no time for a session: reversed, empty, longer than twelve hours, or over already. */
export function checkTimes({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }, now: Date): void {
  const length = endsAt.getTime() - startsAt.getTime();
  const errors: FieldError[] = [];
  if (length <= 0) {
    errors.push({
      pointer: '/endsAt',
      code: 'session-reversed',
      detail: { zh: '结束时间须晚于开始时间', en: 'must be later than startsAt' },
    });
  }
  if (length > LONGEST_MS) {
    errors.push({
      pointer: '/endsAt',
      code: 'session-too-long',
      detail: { zh: '一场会议不超过十二小时', en: 'A session is no longer than twelve hours' },
    });
  }
  // Times are written in minutes: a session may begin in the one that is running.
  if (startsAt.getTime() < now.getTime() - (now.getTime() % 60_000)) {
    errors.push({
      pointer: '/startsAt',
      code: 'session-in-past',
      detail: { zh: '开始时间已过', en: 'The time has passed' },
    });
  }
  if (errors.length > 0) throw fieldRules(errors);
}

/** With a user before its host a link shows one address and leads to another. */
function isPlainHttps(link: string): boolean {
  if (!/^https:\/\/\S+$/i.test(link) || !URL.canParse(link)) return false;
  const { username, password } = new URL(link);
  return username === '' && password === '';
}

/** Refuses a session that is nowhere, and a link that nobody can trust. */
export function checkVenue({ room, place, link }: Venue): void {
  if (room === null && place === null && link === null) {
    throw fieldRule('/place', 'place-missing', {
      zh: '调解室、地点、线上链接至少填一项',
      en: 'Say the room, the place or the link',
    });
  }
  if (link === null || isPlainHttps(link)) return;
  throw fieldRule('/link', 'link-not-https', {
    zh: '线上链接须以 https 开头，不含账号密码',
    en: 'must be an https link without a user and password',
  });
}

/** The parties a session is for: those that were named, or all. */
export function invitedOf(
  parties: readonly Party[],
  named: readonly string[] | undefined,
  pointer = '/parties',
): string[] {
  const known = new Set(parties.map(({ id }) => id));
  const unknown = named?.findIndex((id) => !known.has(id)) ?? -1;
  if (unknown !== -1) {
    throw fieldRule(`${pointer}/${unknown}`, 'party-unknown', {
      zh: '只能邀请本案当事人',
      en: 'Only parties of the case are invited',
    });
  }
  return [...new Set(named ?? parties.map(({ id }) => id))];
}

/** The mediators of a session: those that were named, or all of the case. */
export function sittingOf(ofCase: readonly string[], named: readonly string[] | undefined): string[] {
  const unknown = named?.findIndex((id) => !ofCase.includes(id)) ?? -1;
  if (unknown !== -1) {
    throw fieldRule(`/mediators/${unknown}`, 'mediator-not-in-case', {
      zh: '该调解员未被指定办理本案',
      en: 'Not a mediator of the case',
    });
  }
  const sitting = [...new Set(named ?? ofCase)];
  if (sitting.length > 0) return sitting;
  throw fieldRule('/mediators', 'mediator-missing', { zh: '尚未指定调解员', en: 'No mediator is named yet' });
}

/** 人民调解法 art. 20: who is invited with the parties' consent. */
const BY_CONSENT: readonly ParticipantKind[] = ['relative', 'expert', 'union'];

/** Refuses participants whom the parties have not all agreed to. */
export function checkParticipants(participants: readonly Participant[], parties: readonly Party[]): void {
  const known = new Set(parties.map(({ id }) => id));
  const errors: FieldError[] = [];
  for (const [n, { kind, consentedBy }] of participants.entries()) {
    const stranger = consentedBy.findIndex((id) => !known.has(id));
    if (stranger !== -1) {
      errors.push({
        pointer: `/participants/${n}/consentedBy/${stranger}`,
        code: 'party-unknown',
        detail: { zh: '案件中没有该当事人', en: 'The case has no such party' },
      });
    }
    const missing = parties.some(({ id, side }) => side !== 'third' && !consentedBy.includes(id));
    if (BY_CONSENT.includes(kind) && missing) {
      errors.push({
        pointer: `/participants/${n}/consentedBy`,
        code: 'consent-to-participant-missing',
        detail: {
          zh: '邀请亲属、专家或社会组织人员须征得各方当事人同意（人民调解法第二十条）',
          en: 'Relatives, experts and organisations are invited with the consent of every party',
        },
      });
    }
  }
  if (errors.length > 0) throw fieldRules(errors);
}

/** Refuses where the session is not planned any more. */
export function ensurePlanned({ status }: { status: SessionStatus }): void {
  if (status === 'planned') return;
  throw refuse('conflict', 'session-not-planned', {
    zh: '会议已召开、取消或改期',
    en: 'The session was held, cancelled or moved',
  });
}

/** Refuses to write minutes of what was not held, and over those that are there; an archived case stays as it is. */
export function ensureUnwritten(
  { state }: { state: State },
  { status, minutes }: { status: SessionStatus; minutes: string | null },
): void {
  if (status !== 'held') {
    throw refuse('conflict', 'session-not-held', {
      zh: '会议尚未登记为已召开',
      en: 'The session was not recorded as held',
    });
  }
  if (minutes !== null) {
    throw refuse('conflict', 'minutes-written', {
      zh: '会议记录已填写，不得改写',
      en: 'The minutes are written, and not rewritten',
    });
  }
  if (state !== 'ARCHIVED') return;
  throw refuse('conflict', 'case-archived', { zh: '案件已归档', en: 'The case is archived' });
}

/** A session is recorded once it has begun; one that begins earlier than planned is moved first. */
export function ensureBegun({ startsAt }: { startsAt: Date }, now: Date): void {
  if (startsAt <= now) return;
  throw refuse('conflict', 'session-not-begun', {
    zh: '会议尚未开始；提前召开的，请先改期',
    en: 'The session has not begun: move it first where it begins earlier',
  });
}

interface Attendance {
  party: string;
  present: boolean;
}

/** Who was asked to come, and on which day. */
interface Session {
  invited: readonly string[];
  on: LocalDate;
}

interface Attended {
  invited: readonly string[];
  attendance: readonly Attendance[];
}

/**
 * Who came: of the invited each, and parties of the case that came without having been asked. Refuses others, the
 * absence of whom nobody expected, and a party said twice.
 */
export function attendanceOf(
  { parties, invited, on }: Session & { parties: readonly Pick<Party, 'id' | 'joinedOn'>[] },
  said: readonly Attendance[],
): Attendance[] {
  for (const [n, { party, present }] of said.entries()) {
    const isInvited = invited.includes(party);
    if (!isInvited && !parties.some(({ id }) => id === party)) {
      throw fieldRule(`/attendance/${n}/party`, 'party-unknown', {
        zh: '案件中没有该当事人；陪同人员填写于 participants',
        en: 'The case has no such party; people who came along stand in participants',
      });
    }
    if (!isInvited && !present) {
      throw fieldRule(`/attendance/${n}/present`, 'party-not-invited', {
        zh: '未受邀的当事人只在到场时登记',
        en: 'A party that was not invited is recorded only where it came',
      });
    }
    if (present) {
      ensureJoined(parties, party, { on, pointer: `/attendance/${n}/present` });
    }
    if (said.findIndex((other) => other.party === party) !== n) {
      throw fieldRule(`/attendance/${n}/party`, 'party-twice', { zh: '当事人重复', en: 'Said twice' });
    }
  }
  const expected = invited.map((party) => ({
    party,
    present: said.find((each) => each.party === party)?.present ?? false,
  }));
  return [...expected, ...said.filter(({ party }) => !invited.includes(party))];
}

/** The parties a session concerns: those that were invited, and those that came without it. */
export function concernedBy({ invited, attendance }: Attended): string[] {
  return [...invited, ...uninvitedIn({ invited, attendance })];
}

/** The parties that came uninvited. */
export function uninvitedIn({ invited, attendance }: Attended): string[] {
  return attendance.filter(({ party }) => !invited.includes(party)).map(({ party }) => party);
}
