import type { Enterprise } from './enterprises.ts';
import { mobileNumber, personName } from './names.ts';
import type { Random } from './random.ts';

/** Labour cases that ended with a result from January to June 2025, as the park reported them. */
const CLOSED = 89;
/** Of them those that ended in agreement; their amounts in dispute add up to 1.4068 million yuan. */
const AGREED = 80;
const RESOLVED_FEN = 140_680_000;
/** Cases a careless count would take in: of other months, other disputes, or without a result. */
const OTHERS = { later: 21, civil: 17, withdrawn: 6, open: 12 };

const HALF_YEAR = ['2025-01-03', '2025-06-30'] as const;
const SUMMER = ['2025-07-01', '2025-08-29'] as const;
const DAY = 86_400_000;

type Dispute = readonly [category: string, title: string, facts: string, claim: string];

const LABOUR: readonly (readonly [Dispute, number])[] = [
  [
    [
      'wage-arrears',
      '拖欠工资',
      '申请人称被申请人自{month}月起未按时发放计件工资，多次催讨未果。',
      '支付工资',
    ],
    38,
  ],
  [['overtime', '加班费争议', '旺季连续{weeks}周加班，申请人主张未按标准支付加班费。', '支付加班费'], 13],
  [
    [
      'severance',
      '经济补偿争议',
      '产线搬迁后双方协商解除，对工作年限{years}年的补偿有分歧。',
      '支付经济补偿',
    ],
    12,
  ],
  [
    ['unlawful-termination', '解除劳动合同争议', '申请人称被口头辞退，被申请人称其自行离职。', '支付赔偿金'],
    8,
  ],
  [
    [
      'double-wage',
      '未签书面合同',
      '入职{months}个月未签书面劳动合同，申请人主张二倍工资差额。',
      '支付二倍工资差额',
    ],
    7,
  ],
  [['injury-benefit', '工伤待遇争议', '操作时手部受伤，双方对停工留薪期待遇有分歧。', '支付工伤待遇'], 7],
  [['social-insurance', '社会保险争议', '申请人称在职期间社会保险断缴{months}个月。', '补足损失'], 4],
  [['leave', '年休假争议', '申请人主张近两年未休年休假的工资报酬。', '支付未休假工资'], 3],
];
const CIVIL: readonly (readonly [Dispute, number])[] = [
  [['debt', '货款纠纷', '双方对{month}月份鞋材货款的数量与质量扣款有分歧。', '支付货款'], 8],
  [['contract', '加工合同纠纷', '委托加工的鞋面交期延误，双方对违约责任有分歧。', '赔偿损失'], 5],
  [['neighbour', '相邻关系纠纷', '相邻厂房装卸占道，影响出入。', '排除妨碍'], 2],
  [['ip', '外观设计纠纷', '一方称对方新款与其外观设计近似。', '停止使用'], 1],
];
const MODES: readonly (readonly [string, number])[] = [
  ['police-grid-tea-table', 46],
  ['tea-table', 18],
  ['police-grid', 12],
  ['union', 10],
  ['lawyer', 6],
  ['ordinary', 8],
];

/** A row of the import of cases; days as text. */
export interface DisputeRow {
  externalRef: string;
  category: string;
  channel: string;
  mode?: string;
  gridCode: string;
  title: string;
  facts: string;
  workers: number;
  claimType: string;
  amountClaimed: string;
  applicantKind: 'person' | 'enterprise';
  applicantName: string;
  applicantUscc?: string;
  applicantPhone: string;
  applicantRepresentative?: string;
  respondentName: string;
  respondentUscc: string;
  state: string;
  receivedOn: string;
  acceptedOn?: string;
  concludedOn?: string;
  effectiveOn?: string;
  performedOn?: string;
  breachedOn?: string;
  amountAgreed?: string;
  agreementForm?: string;
  agreementNumber?: string;
  closingNote?: string;
}

interface Draw {
  random: Random;
  enterprises: readonly Enterprise[];
}

const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

/** Amounts that add up to the sum exactly; the last takes the difference. */
function amountsAddingUpTo(random: Random, count: number, sum: number): number[] {
  const shares = Array.from({ length: count }, () => 0.25 + random.next() * random.next() * 4);
  const whole = shares.reduce((total, share) => total + share, 0);
  const amounts = shares.map((share) => Math.round((sum * share) / whole / 100) * 100);
  const rest = sum - amounts.reduce((total, amount) => total + amount, 0);
  return amounts.map((amount, n) => (n === count - 1 ? amount + rest : amount));
}

function dayAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

function dayWithin(random: Random, [from, to]: readonly [string, string]): string {
  const span = Math.round((Date.parse(to) - Date.parse(from)) / DAY);
  return dayAfter(from, random.int(0, span));
}

function filled(random: Random, text: string): string {
  return text
    .replace('{month}', String(random.int(1, 6)))
    .replace('{weeks}', String(random.int(3, 8)))
    .replace('{years}', String(random.int(2, 9)))
    .replace('{months}', String(random.int(2, 10)));
}

/** What every case says of itself, by what it is about. */
function application({ random, enterprises }: Draw, [dispute, amount]: readonly [Dispute, number]) {
  const [category, title, facts, claimType] = dispute;
  const respondent = random.pick(enterprises);
  const isLabour = LABOUR.some(([[code]]) => code === category);
  const other = random.pick(enterprises.filter(({ uscc }) => uscc !== respondent.uscc));
  const group = isLabour && random.chance(0.06) ? random.int(10, 34) : 1;
  return {
    category,
    channel: random.weighted([
      ['window', 62],
      ['grievance', 14],
      ['enterprise', 10],
      ['hotline', 9],
      ['court', 5],
    ]),
    mode: random.weighted(MODES),
    gridCode: respondent.grid,
    title,
    facts: filled(random, facts),
    workers: group,
    claimType,
    amountClaimed: yuan(amount),
    applicantKind: isLabour ? ('person' as const) : ('enterprise' as const),
    applicantName: isLabour ? personName(random) : other.name,
    ...(isLabour ? {} : { applicantUscc: other.uscc }),
    applicantPhone: mobileNumber(random),
    ...(group > 1 ? { applicantRepresentative: personName(random) } : {}),
    respondentName: respondent.name,
    respondentUscc: respondent.uscc,
  };
}

/** The days of a case that was concluded on this one: received within the fifteen days before. */
function courseOf(random: Random, concludedOn: string) {
  const receivedOn = dayAfter(concludedOn, -random.int(2, 15));
  return { receivedOn, acceptedOn: dayAfter(receivedOn, random.int(0, 2)), concludedOn };
}

function agreed(draw: Draw, n: number, { claimed, concludedOn }: { claimed: number; concludedOn: string }) {
  const { random } = draw;
  const isPerformed = random.chance(0.86);
  const isBreached = !isPerformed && random.chance(0.3);
  return {
    ...courseOf(random, concludedOn),
    state: isPerformed ? 'PERFORMED' : isBreached ? 'BREACHED' : 'EFFECTIVE',
    effectiveOn: concludedOn,
    amountAgreed: yuan(Math.round((claimed * (0.78 + random.next() * 0.2)) / 100) * 100),
    agreementForm: 'written',
    agreementNumber: `晋经开调〔2025〕${n + 1}号`,
    ...(isPerformed ? { performedOn: dayAfter(concludedOn, random.int(0, 30)) } : {}),
    ...(isBreached ? { breachedOn: dayAfter(concludedOn, random.int(8, 30)) } : {}),
  };
}

function unsettled(draw: Draw, concludedOn: string) {
  const state = draw.random.weighted([
    ['FAILED', 5],
    ['REFUSED', 3],
    ['TIMED_OUT', 1],
  ]);
  return {
    ...courseOf(draw.random, concludedOn),
    state,
    closingNote: '双方分歧较大，已告知仲裁、诉讼途径。',
  };
}

function* undrafted(draw: Draw): Generator<Omit<DisputeRow, 'externalRef'>> {
  const { random } = draw;
  let number = 0;
  const ofLabour = (amount: number) => application(draw, [random.weighted(LABOUR), amount]);
  for (const claimed of amountsAddingUpTo(random, AGREED, RESOLVED_FEN)) {
    yield {
      ...ofLabour(claimed),
      ...agreed(draw, number++, { claimed, concludedOn: dayWithin(random, HALF_YEAR) }),
    };
  }
  for (let n = AGREED; n < CLOSED; n++) {
    yield { ...ofLabour(random.int(30, 400) * 10_000), ...unsettled(draw, dayWithin(random, HALF_YEAR)) };
  }
  for (let n = 0; n < OTHERS.later; n++) {
    const claimed = random.int(20, 300) * 10_000;
    yield {
      ...ofLabour(claimed),
      ...agreed(draw, number++, { claimed, concludedOn: dayWithin(random, SUMMER) }),
    };
  }
  for (let n = 0; n < OTHERS.civil; n++) {
    const claimed = random.int(50, 900) * 10_000;
    const concludedOn = dayWithin(random, HALF_YEAR);
    yield {
      ...application(draw, [random.weighted(CIVIL), claimed]),
      ...agreed(draw, number++, { claimed, concludedOn }),
    };
  }
  for (let n = 0; n < OTHERS.withdrawn; n++) {
    const course = courseOf(random, dayWithin(random, HALF_YEAR));
    yield {
      ...ofLabour(random.int(20, 200) * 10_000),
      ...course,
      state: 'WITHDRAWN',
      closingNote: '双方已自行和解。',
    };
  }
  for (let n = 0; n < OTHERS.open; n++) {
    const receivedOn = dayWithin(random, ['2025-08-18', '2025-08-30']);
    const state = random.pick(['REGISTERED', 'INVITING', 'ACCEPTED', 'MEDIATING']);
    yield { ...ofLabour(random.int(20, 200) * 10_000), receivedOn, state };
  }
}

/** The park's cases of 2025 as its window kept them, in order of receipt. */
export function disputeRows(random: Random, enterprises: readonly Enterprise[]): DisputeRow[] {
  return [...undrafted({ random, enterprises })]
    .toSorted((a, b) => a.receivedOn.localeCompare(b.receivedOn))
    .map((row, n) => ({ externalRef: `DJ2025-${String(n + 1).padStart(4, '0')}`, ...row }));
}
