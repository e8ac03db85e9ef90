/**
 * Erasing what a record tells of persons 删除个人信息 (个人信息保护法 art. 47): when it may be done, and what stays. Whether
 * a period of retention that a law sets has ended is for whoever decides; until then the record is only kept.
 */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { InjuryState } from '../injury-vocabulary.ts';
import type { SessionStatus } from '../session-vocabulary.ts';
import type { State } from '../vocabulary.ts';
import { membersOf, membersOfMediators, type Party } from './case.ts';
import { injuryMembersOf } from './injury/standing.ts';

/** What the ledger calls it. */
export const ERASED = 'erased';

/** Grounds of art. 47 para. 1, in its order. */
export const ERASURE_BASES = [
  'purpose-ended',
  'retention-ended',
  'consent-withdrawn',
  'unlawful-processing',
  'other-law',
] as const;
export type ErasureBasis = (typeof ERASURE_BASES)[number];

/** Why a record is erased, and which it is: nothing of it can be brought back. */
export interface ErasureOrder {
  basis: ErasureBasis;
  /** Number of the request or decision on paper. */
  request: string;
  /** The number of the record, as a second look. */
  number: string;
}

/** Nobody: whoever filed it stands in it no more. */
const NOBODY = '';

export function ensureNumber(row: { number: string }, { number }: ErasureOrder): void {
  if (number === row.number) return;
  throw fieldRule('/number', 'number-differs', {
    zh: `不是该记录的编号，该记录为 ${row.number}`,
    en: `is not the number of this record, which is ${row.number}`,
  });
}

/** Refuses a case that goes on, or of which an authority still decides: it has to be able to be followed. */
export function ensureAtRest(state: State, tracks: readonly { state: string }[]): void {
  if (state !== 'ARCHIVED') {
    throw refuse('conflict', 'case-not-archived', {
      zh: '案件归档后方可删除个人信息',
      en: 'A case is archived before its persons are erased',
    });
  }
  if (tracks.every((track) => track.state !== 'FILED' && track.state !== 'ACCEPTED')) return;
  throw refuse('conflict', 'track-open', {
    zh: '仲裁、诉讼等其他程序尚未结束，不能删除',
    en: 'Arbitration, court or another way beside it is still open',
  });
}

/** Refuses while a session of it is still to come: whom and what it takes could be given back by nobody afterwards. */
export function ensureNoSession(
  sessions: readonly { status: SessionStatus; startsAt: Date }[],
  now: Date,
): void {
  if (sessions.every(({ status, startsAt }) => status !== 'planned' || startsAt <= now)) return;
  throw refuse('conflict', 'sessions-planned', {
    zh: '尚有未取消的会议，请先取消（结案后系统也会自行取消）',
    en: 'A session is still planned: cancel it first, or wait until it is called off by itself',
  });
}

/** Not transferred, or with nothing to come from the authority but an appraisal or a remedy. */
const ENDED: readonly InjuryState[] = [
  'NOT_TRANSFERRED',
  'NOT_ACCEPTED',
  'WITHDRAWN',
  'DELIVERED',
  'APPRAISAL',
];

export function ensureInjuryEnded(state: InjuryState): void {
  if (ENDED.includes(state)) return;
  throw refuse('conflict', 'application-open', {
    zh: '申请尚未办结或决定尚未送达，不能删除',
    en: 'The application has not ended, or its decision was not delivered yet',
  });
}

/** Refuses while a register of its source is read in: the file would be erased under the import's hands. */
export function ensureNoImport(imports: readonly { finished: boolean }[]): void {
  if (imports.every(({ finished }) => finished)) return;
  throw refuse('conflict', 'import-running', {
    zh: '该来源的导入尚未结束，请稍后再试',
    en: 'An import of its source has not finished: try again later',
  });
}

/** What of a case's row is of persons: accounts, who stands for whom, what a client wrote along. Enterprises stay. */
export function withoutPersons<P extends Pick<Party, 'uscc' | 'subject' | 'mandate'>>({
  parties,
  members,
}: {
  parties: readonly P[];
  members: readonly string[];
}) {
  const unnamed = parties.map(({ mandate: _mandate, ...party }) => ({ ...party, subject: null }));
  const staying = unnamed.map(({ uscc }) => ({ uscc, subject: null }));
  return {
    parties: unnamed,
    members: [...membersOf(staying), ...membersOfMediators(members)],
    extension: {},
    filedBy: NOBODY,
  };
}

/** The same of an application; its keyed hashes would still tell whose accident it was. */
export function withoutInjured({ employerUscc }: { employerUscc: string | null }) {
  const nobody = { workerSubject: null, applicantSubject: null };
  return {
    ...nobody,
    members: injuryMembersOf({ ...nobody, employerUscc }),
    accidentIdIndex: null,
    accidentPhoneIndex: null,
    filedBy: NOBODY,
  };
}
