/** The words of mediators and their sessions. */

/** Who a mediator is 调解员类别: police, grid worker, tea table, union, lawyer, expert. */
export const MEDIATOR_KINDS = ['police', 'grid', 'tea-table', 'union', 'lawyer', 'expert'] as const;
export type MediatorKind = (typeof MEDIATOR_KINDS)[number];

export const SESSION_STATUSES = ['planned', 'held', 'cancelled', 'moved'] as const;
export type SessionStatus = (typeof SESSION_STATUSES)[number];

/** Who else sits in a session 参加人员. */
export const PARTICIPANT_KINDS = ['police', 'grid', 'union', 'lawyer', 'expert', 'relative'] as const;
/** Who sat in one: also a person who came along with a party 陪同人员, whom nobody had invited. */
export const ATTENDANT_KINDS = [...PARTICIPANT_KINDS, 'companion'] as const;
export type ParticipantKind = (typeof ATTENDANT_KINDS)[number];

/** What a session takes for its time. */
export const BOOKED_KINDS = ['mediator', 'room'] as const;
export type BookedKind = (typeof BOOKED_KINDS)[number];

export const SESSION_NOTICES = ['session-planned', 'session-moved', 'session-cancelled'] as const;
export type SessionNotice = (typeof SESSION_NOTICES)[number];
/** What is told of a promised payment: that its day comes near, that it is over. */
export const INSTALMENT_NOTICES = ['instalment-due', 'instalment-overdue'] as const;
export type InstalmentNotice = (typeof INSTALMENT_NOTICES)[number];
/** A word of a party that the staff recorded for it. */
export const WORD_RECORDED = 'word-recorded';
export const NOTICE_KINDS = [...SESSION_NOTICES, ...INSTALMENT_NOTICES, WORD_RECORDED] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** As what somebody reads a notice: as the party itself, as who stands for it, as the mediator. */
export const NOTICE_READERS = ['party', 'representative', 'mediator'] as const;
export type NoticeReader = (typeof NOTICE_READERS)[number];
