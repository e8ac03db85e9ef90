/** What notices say, in both languages. */
import type { Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import { formatYuan } from '@qinwu/domain/money';
import type { InstalmentNotice, SessionNotice } from '../session-vocabulary.ts';

export interface NoticeContent {
  title: Text;
  text: Text;
}

export interface SessionFacts {
  number: string;
  startsAt: Date;
  endsAt: Date;
  /** Name of the room. */
  room: string | null;
  place: string | null;
  /** Where an online session is entered. */
  link: string | null;
}

const TITLES: Record<SessionNotice, Text> = {
  'session-planned': { zh: '调解会议通知', en: 'Notice of a mediation session' },
  'session-moved': { zh: '调解会议改期通知', en: 'A mediation session was moved' },
  'session-cancelled': { zh: '调解会议取消通知', en: 'A mediation session was cancelled' },
};

/** `2025-08-21 09:30` as clocks in the park show it. */
function localTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
}

function timeOf({ startsAt, endsAt }: SessionFacts): string {
  const [from, to] = [localTime(startsAt), localTime(endsAt)];
  return `${from}–${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

function whereOf({ room, place, link }: SessionFacts): Text {
  const at = [room, place].filter((part) => part !== null).join(' ');
  return {
    zh: `${at === '' ? '' : `，地点：${at}`}${link === null ? '' : `，线上：${link}`}`,
    en: `${at === '' ? '' : `, at ${at}`}${link === null ? '' : `, online: ${link}`}`,
  };
}

/** What a notice tells besides when and where. */
export interface Told {
  /** Names of the mediators who gave up their seats in a session, and of those who took them. */
  gone: readonly string[];
  come: readonly string[];
  /** In words meant for the parties; the reason that is on record is the window's own to know. */
  reason: string | null;
}

/** Who and what is another than before. */
function changesOf(facts: SessionFacts, before: SessionFacts | null, { gone, come }: Told): Text {
  const [from, to] = [gone.join('、'), come.join('、')];
  const isMoved =
    before !== null && before.room !== null && facts.room !== null && before.room !== facts.room;
  return {
    zh: `${from === '' || to === '' ? '' : `调解员由${from}更换为${to}；`}${isMoved ? `调解室由${before.room}更换为${facts.room}；` : ''}`,
    en: `${from === '' || to === '' ? '' : `${to} mediates in place of ${from}. `}${isMoved ? `Room ${facts.room} in place of ${before.room}. ` : ''}`,
  };
}

function reasonOf({ reason }: Told): Text {
  const said = reason?.replace(/[。.]+$/, '') ?? '';
  return said === '' ? { zh: '', en: '' } : { zh: `事由：${said}。`, en: ` Reason: ${said}.` };
}

/** The notice to a mediator whose seat in a session was given to somebody else. */
export function replacedNotice(before: SessionFacts, told: Told): NoticeContent {
  const by = told.come.join('、');
  const reason = reasonOf(told);
  return {
    title: { zh: '调解会议更换调解员通知', en: 'Your seat in a mediation session was given up' },
    text: {
      zh: `案号 ${before.number}：原定 ${timeOf(before)} 的会议您不再参加${by === '' ? '' : `，由${by}接替`}。${reason.zh}`,
      en: `Case ${before.number}: you do not sit in the session of ${timeOf(before)} any more${by === '' ? '' : `, ${by} does`}.${reason.en}`,
    },
  };
}

/** The notice of what became of a session; `before` is where it was when it was moved. */
export function noticeText(
  kind: SessionNotice,
  facts: SessionFacts,
  before: SessionFacts | null = null,
  told: Told = { gone: [], come: [], reason: null },
): NoticeContent {
  const changes = changesOf(facts, before, told);
  const reason = reasonOf(told);
  const where = whereOf(facts);
  const was: Text =
    before === null ? { zh: '', en: '' } : { zh: `原定 ${timeOf(before)}；`, en: `Was ${timeOf(before)}. ` };
  return {
    title: TITLES[kind],
    text: {
      zh: `案号 ${facts.number}：${changes.zh}${was.zh}时间：${timeOf(facts)}${where.zh}。${reason.zh}`,
      en: `Case ${facts.number}: ${changes.en}${was.en}${timeOf(facts)}${where.en}.${reason.en}`,
    },
  };
}

/** The notice of a promised payment, the same to who pays and to who is paid. */
export function instalmentNotice(
  kind: InstalmentNotice,
  { number, dueOn, open }: { number: string; dueOn: LocalDate; open: bigint },
): NoticeContent {
  const amount = formatYuan(open);
  return kind === 'instalment-due'
    ? {
        title: { zh: '履行提醒', en: 'A payment is due soon' },
        text: {
          zh: `案号 ${number}：调解协议约定 ${dueOn} 前支付的款项尚余 ${amount} 元。`,
          en: `Case ${number}: ${amount} yuan of the agreement are open, due by ${dueOn}.`,
        },
      }
    : {
        title: { zh: '逾期未履行通知', en: 'A payment is overdue' },
        text: {
          zh: `案号 ${number}：应于 ${dueOn} 前支付的款项尚欠 ${amount} 元，可依法申请仲裁、支付令或起诉，见案件的下一步。`,
          en: `Case ${number}: ${amount} yuan due by ${dueOn} are unpaid; the case shows the next steps.`,
        },
      };
}
