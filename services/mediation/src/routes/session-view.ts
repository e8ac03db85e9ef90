import { z } from 'zod';
import { line, prose } from '../fields.ts';
import type { Participant } from '../rules/session.ts';
import { ATTENDANT_KINDS, PARTICIPANT_KINDS, SESSION_STATUSES } from '../session-vocabulary.ts';
import type { OpenedSession } from '../use-cases/session-parts.ts';

export const ParticipantBody = z
  .object({
    kind: z.enum(PARTICIPANT_KINDS).describe('民警、网格员、工会、律师、专家、亲属'),
    name: line(100),
    unit: line(200).optional().describe('单位'),
    consentedBy: z
      .array(z.uuid())
      .max(50)
      .default([])
      .describe('同意邀请的当事人；工会、专家、亲属须各方同意（人民调解法第二十条）'),
  })
  .meta({ id: 'SessionParticipantBody' });

/** Of those who in fact took part: also who came along with a party, whom nobody invites. */
export const AttendantBody = ParticipantBody.extend({
  kind: z.enum(ATTENDANT_KINDS).describe('民警、网格员、工会、律师、专家、亲属、陪同人员'),
}).meta({ id: 'SessionAttendantBody' });

/** Why a session is moved or cancelled: for the record, and for those who are told. */
export const why = {
  reason: prose(2000).describe('理由，存档备查，当事人与通知中不可见'),
  noticeReason: line(200)
    .optional()
    .describe('告知各方的事由，写入通知；不得写入病情等敏感信息。不填时通知只说明改期或取消'),
};

/** Participants as the rules take them. */
export function participantsOf(bodies: readonly z.output<typeof AttendantBody>[]): Participant[] {
  return bodies.map(({ unit = null, ...rest }) => ({ ...rest, unit }));
}

const Participants = z.array(
  z
    .object({
      kind: z.enum(ATTENDANT_KINDS),
      name: z.string(),
      unit: z.string().nullable(),
      consentedBy: z.array(z.uuid()),
    })
    .meta({ id: 'SessionParticipant' }),
);

const slot = {
  id: z.uuid(),
  status: z.enum(SESSION_STATUSES).describe('已安排、已召开、已取消、已改期'),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  room: z.string().nullable().describe('调解室编号'),
  mediators: z.array(z.uuid()),
};

export const SessionView = z
  .object({
    ...slot,
    place: z.string().nullable(),
    link: z.string().nullable().describe('线上调解的入会链接'),
    parties: z.array(z.uuid()).describe('受邀当事人'),
    attendance: z.array(
      z.object({
        party: z.uuid(),
        present: z.boolean(),
        invited: z.boolean().describe('受邀与否；未受邀的为自行到场'),
      }),
    ),
    participants: Participants,
    reason: z.string().nullable().describe('取消或改期的理由；当事人不可见'),
    hasMinutes: z.boolean().describe('有会议记录，仅承办调解员可读'),
    movedFrom: z.uuid().nullable().describe('由此会议改期而来'),
    movedTo: z.uuid().nullable().describe('改期至此会议'),
  })
  .meta({ id: 'Session' });

export const CalendarView = z
  .object({ ...slot, case: z.uuid().nullable().describe('所属案件，仅本案承办人可见') })
  .meta({ id: 'CalendarSession' });

/** A session as those at its table see it. */
export function sessionView(
  session: OpenedSession,
  { isParty }: { isParty: boolean },
): z.input<typeof SessionView> {
  const { said } = session;
  return {
    id: session.id,
    status: session.status,
    startsAt: session.startsAt.toISOString(),
    endsAt: session.endsAt.toISOString(),
    room: session.room,
    mediators: session.mediators,
    place: said?.place ?? null,
    link: said?.link ?? null,
    parties: session.invited,
    attendance: session.attendance.map((each) => ({
      ...each,
      invited: session.invited.includes(each.party),
    })),
    participants: (said?.participants ?? []).map((each) => ({ ...each, consentedBy: [...each.consentedBy] })),
    reason: isParty ? null : (said?.reason ?? null),
    hasMinutes: session.minutes !== null,
    movedFrom: session.movedFrom,
    movedTo: session.movedTo,
  };
}
