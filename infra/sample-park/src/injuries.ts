import { chinaCalendar } from '@qinwu/domain/calendar';
import { weekdayOf } from '@qinwu/domain/local-date';
import type { Enterprise } from './enterprises.ts';
import { mobileNumber, personName } from './names.ts';
import type { Random } from './random.ts';

/** Applications received from January to June 2025, and those of them transferred by then, as the park reported them. */
const RECEIVED = 192;
const TRANSFERRED = 170;
/** Of later months: a careless count would take them in. */
const LATER = 27;

const HALF_YEAR = ['2025-01-02', '2025-06-30'] as const;
const SUMMER = ['2025-07-01', '2025-08-20'] as const;
/** The last days on which anything was handed over. */
const HALF_END = '2025-06-30';
const SUMMER_END = '2025-08-29';
const DAY = 86_400_000;

const INJURIES = [
  '操作针车时左手食指刺伤',
  '裁断机作业时右手中指压伤',
  '搬运鞋材时腰部扭伤',
  '仓库卸货时脚背砸伤',
  '上班途中发生非本人主要责任的交通事故，右腿骨折',
  '成型线烫伤前臂',
  '高频机作业时手背灼伤',
];
const ON_THE_WAY = { place: '园区外世纪大道路口', legalHead: '14.6' } as const;
/** What is deemed an injury 视同工伤 (art. 15), of anybody who applies. */
const DEEMED = {
  legalHead: '15.2',
  place: '厂区外沿街店铺',
  injury: '参与扑救厂区外沿街火灾时前臂烧伤',
} as const;
const PLACES = ['一车间', '二车间', '成型线', '裁断车间', '原料仓库', '厂区装卸平台'];
const RECEIVER = '晋江市人力资源和社会保障局';

/** A row of the import of applications; days as text. */
export interface InjuryRow {
  externalRef: string;
  applicantKind: string;
  cause: 'accident';
  legalHead: string;
  workerName: string;
  workerPhone: string;
  applicantName?: string;
  relation?: string;
  employerName: string;
  employerUscc: string;
  occurredAt: string;
  place: string;
  injury: string;
  sensitiveConsent: true;
  state: string;
  receivedOn: string;
  completeOn?: string;
  transferredOn?: string;
  receiver?: string;
  receiptNumber?: string;
  acceptedOn?: string;
  notTransferredReason?: string;
  conclusion?: string;
  concludedOn?: string;
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

const calendar = chinaCalendar();

/** The next day on which window and authority are open: none made up for on a weekend either. */
function openDay(date: string): string {
  const isOpen = calendar.isWorkday(date) && weekdayOf(date) >= 1 && weekdayOf(date) <= 5;
  return isOpen ? date : openDay(dayAfter(date, 1));
}

function dayWithin(random: Random, [from, to]: readonly [string, string]): string {
  return dayAfter(from, random.int(0, Math.round((Date.parse(to) - Date.parse(from)) / DAY)));
}

function application(random: Random, enterprises: readonly Enterprise[], receivedOn: string) {
  const { name, uscc } = random.pick(enterprises);
  const injury = random.pick(INJURIES);
  const applicantKind = random.weighted([
    ['employer', 74],
    ['worker', 19],
    ['relative', 5],
    ['union', 2],
  ]);
  const hour = String(random.int(8, 17)).padStart(2, '0');
  const isOnTheWay = injury.includes('途中');
  return {
    applicantKind,
    cause: 'accident' as const,
    legalHead: '14.1',
    workerName: personName(random),
    workerPhone: mobileNumber(random),
    ...(applicantKind === 'relative' ? { applicantName: personName(random), relation: '配偶' } : {}),
    ...(applicantKind === 'union' ? { applicantName: '园区工会联合会' } : {}),
    employerName: name,
    employerUscc: uscc,
    occurredAt: `${dayAfter(receivedOn, -random.int(3, 28))}T${hour}:${random.int(10, 59)}:00+08:00`,
    place: random.pick(PLACES),
    ...(isOnTheWay ? ON_THE_WAY : {}),
    injury,
    sensitiveConsent: true as const,
    receivedOn,
  };
}

const earlier = (a: string, b: string): string => (a.localeCompare(b) < 0 ? a : b);

/** An application that was handed over by that day, most with what the authority decided since. */
function transferred(random: Random, receivedOn: string, by: string, n: number) {
  const completeOn = dayAfter(receivedOn, random.int(0, 2));
  const soon = openDay(dayAfter(completeOn, random.int(0, 3)));
  const transferredOn = earlier(soon, by);
  const base = {
    completeOn: earlier(completeOn, transferredOn),
    transferredOn,
    receiver: RECEIVER,
    receiptNumber: `晋人社工受〔2025〕${n + 1}号`,
  };
  if (!random.chance(0.7)) return { ...base, state: 'TRANSFERRED' };
  const conclusion = random.weighted([
    ['recognised', 92],
    ['not-recognised', 6],
    ['deemed', 2],
  ]);
  const state =
    { recognised: 'RECOGNISED', 'not-recognised': 'NOT_RECOGNISED', deemed: 'DEEMED' }[conclusion] ?? '';
  const concludedOn = openDay(dayAfter(transferredOn, random.int(12, 50)));
  // Within the fifteen days of 工伤认定办法 art. 8.
  const acceptedOn = earlier(openDay(dayAfter(transferredOn, 2 + (n % 5))), concludedOn);
  return { ...base, acceptedOn, state, conclusion, concludedOn, ...(conclusion === 'deemed' ? DEEMED : {}) };
}

function kept(random: Random, receivedOn: string) {
  if (random.chance(0.6)) {
    const notTransferredReason = random.pick([
      'withdrawn-in-writing',
      'outside-jurisdiction',
      'materials-missing-after-notice',
    ]);
    return { state: 'NOT_TRANSFERRED', notTransferredReason };
  }
  const completeOn = dayAfter(receivedOn, 1);
  return random.chance(0.5) ? { state: 'CORRECTION_REQUESTED' } : { state: 'COMPLETE', completeOn };
}

/** The park's applications of 2025 as its window kept them, in order of receipt. */
export function injuryRows(random: Random, enterprises: readonly Enterprise[]): InjuryRow[] {
  const rows = Array.from({ length: RECEIVED + LATER }, (_, n) => {
    const receivedOn = dayWithin(random, n < RECEIVED ? HALF_YEAR : SUMMER);
    const course =
      n < TRANSFERRED
        ? transferred(random, receivedOn, HALF_END, n)
        : n < RECEIVED
          ? kept(random, receivedOn)
          : transferred(random, receivedOn, SUMMER_END, n);
    return { ...application(random, enterprises, receivedOn), ...course };
  });
  return rows
    .toSorted((a, b) => a.receivedOn.localeCompare(b.receivedOn))
    .map((row, n) => ({ externalRef: `GS2025-${String(n + 1).padStart(4, '0')}`, ...row }));
}
