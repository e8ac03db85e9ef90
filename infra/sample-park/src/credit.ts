import type { Enterprise } from './enterprises.ts';
import type { Random } from './random.ts';

/** What the park holds of innovation points and financing, as bodies of the public API. */
export interface CreditBooks {
  readonly firms: readonly { uscc: string; name: string; industry: string }[];
  readonly values: readonly IndicatorEntry[];
  readonly banks: readonly { code: string; name: string; kind: string }[];
  readonly products: readonly { code: string; name: string; tags: string[]; eligibility: object }[];
  readonly lines: readonly SampleLine[];
  readonly funds: readonly { code: string; name: string; manager: string; committed: string }[];
  readonly investments: readonly object[];
  readonly fundEvents: readonly object[];
  readonly contracts: readonly { amount: string; registeredOn: string; number: string }[];
}

interface IndicatorEntry {
  uscc: string;
  code: string;
  value: string;
  unit: string;
  source: string;
  periodFrom: string;
  periodTo: string;
  validFrom: string;
}

/** A line and how it ended. */
export interface SampleLine {
  readonly application: {
    uscc: string;
    bank: string;
    product: string;
    amountAsked: string;
    appliedOn: string;
  };
  readonly end: 'approve' | 'decline' | 'revoke';
  readonly approval: {
    amountApproved: string;
    amountPrevious?: string;
    decidedOn: string;
    startsOn: string;
    endsOn: string;
  };
}

const BANKS = [
  { code: 'tech-branch', name: '示例银行晋江科技特色支行', kind: 'branch' },
  { code: 'city-bank', name: '示例城市商业银行', kind: 'bank' },
  { code: 'station', name: '开发区金融服务站', kind: 'service-station' },
] as const;

const PRODUCTS = [
  { code: 'points-loan', name: '创新积分贷', tags: ['points'], eligibility: { atLeast: '20' } },
  { code: 'jingkedai', name: '经科贷', tags: ['jingkedai'], eligibility: { atLeast: '30' } },
  { code: 'clean-energy', name: '清洁能源建设贷款', tags: ['clean-energy'], eligibility: {} },
];

const FUNDS = [
  { code: 'jinna', name: '劲邦晋钠基金', manager: '劲邦资本', committed: '500000000.00' },
  { code: 'isotope', name: '医用同位素基金', manager: '示例私募基金管理人', committed: '300000000.00' },
  { code: 'specialised', name: '兴证专精特新基金', manager: '兴证资本', committed: '400000000.00' },
];

/** What is stated of an enterprise: code, unit, and between what its value lies. */
const INDICATORS = [
  ['T1', '万元', 20, 3_000],
  ['T3', '%', 1, 15],
  ['T5', '件', 0, 20],
  ['G3', '万元', 300, 60_000],
  ['G4', '%', 0, 45],
  ['G6', '%', 0, 25],
  ['T2', '%', 0, 40],
  ['G1', '万元', 0, 9_000],
  ['G2', '%', 0, 90],
  ['G5', '万元', 0, 320],
] as const;

const YEAR = { periodFrom: '2024-01-01', periodTo: '2024-12-31', validFrom: '2025-01-01' };
const SCORED = 170;
const POINTS_FIRMS = 144;
const POINTS_WAN = 49_000;
const YEAR_DAYS = 365;

/** The books of January to September 2025, adding up to the published figures, among others that no figure counts. */
export function creditBooks(random: Random, enterprises: readonly Enterprise[]): CreditBooks {
  const scored = enterprises.slice(0, SCORED);
  const firms = scored.map(({ uscc, name, industry }) => ({ uscc, name, industry: industry.slice(1) }));
  const values = scored.flatMap(({ uscc }) =>
    INDICATORS.map(([code, unit, least, most]) => ({
      uscc,
      code,
      unit,
      // Patents are the patent office's to state, the rest the tax office's.
      source: code === 'T5' ? 'ip-office' : 'tax',
      ...YEAR,
      value: String(random.int(least, most)),
    })),
  );
  return {
    firms,
    values,
    banks: BANKS,
    products: PRODUCTS,
    lines: linesOf(random, scored),
    funds: FUNDS,
    investments: [
      { fund: 'jinna', target: '上海兆钠新能源', amount: '30000000.00', investedOn: '2025-05-16' },
      {
        fund: 'specialised',
        target: '中科丰阳',
        amount: '20000000.00',
        investedOn: '2025-07-08',
        reinvestment: true,
      },
    ],
    fundEvents: [
      { fund: 'isotope', kind: 'capital-paid', amount: '60000000.00', happenedOn: '2025-06-20' },
      { fund: 'isotope', kind: 'registration-changed', happenedOn: '2025-07-11' },
      // Funds invest what was paid in; no figure counts these.
      { fund: 'jinna', kind: 'capital-paid', amount: '100000000.00', happenedOn: '2024-11-15' },
      { fund: 'specialised', kind: 'capital-paid', amount: '80000000.00', happenedOn: '2025-03-12' },
    ],
    contracts: contractsOf(random, scored),
  };
}

function linesOf(random: Random, firms: readonly Enterprise[]): SampleLine[] {
  const one = (
    firm: Enterprise | undefined,
    product: string,
    amounts: { wan: number; previousWan?: number; on?: string; end?: SampleLine['end'] },
  ): SampleLine => {
    const decidedOn = amounts.on ?? dayOf(random.int(10, 260));
    const approved = yuanOf(amounts.wan + (amounts.previousWan ?? 0));
    return {
      application: {
        uscc: firm?.uscc ?? '',
        bank: random.pick(BANKS.slice(0, 2)).code,
        product,
        amountAsked: approved,
        appliedOn: '2025-01-02',
      },
      end: amounts.end ?? 'approve',
      approval: {
        amountApproved: approved,
        ...(amounts.previousWan === undefined ? {} : { amountPrevious: yuanOf(amounts.previousWan) }),
        decidedOn,
        startsOn: decidedOn,
        endsOn: dayAfter(decidedOn, YEAR_DAYS),
      },
    };
  };
  const shares = shareOut(random, POINTS_WAN, POINTS_FIRMS);
  return [
    // One in twelve was a larger line in place of an old one: new is what is beyond it.
    ...shares.map((wan, n) =>
      one(firms[n], 'points-loan', n % 12 === 0 ? { wan, previousWan: 200 } : { wan }),
    ),
    ...shareOut(random, 2_000, 6).map((wan, n) => one(firms[10 + n], 'jingkedai', { wan })),
    ...shareOut(random, 6_000, 12).map((wan, n) => one(firms[40 + n], 'clean-energy', { wan })),
    // A renewal of the same height, a refusal, a mistake, and what came after September.
    one(firms[150], 'points-loan', { wan: 0, previousWan: 300 }),
    one(firms[151], 'points-loan', { wan: 500, end: 'decline' }),
    one(firms[152], 'points-loan', { wan: 500, end: 'revoke' }),
    one(firms[153], 'points-loan', { wan: 400, on: '2025-10-15' }),
  ];
}

function contractsOf(random: Random, firms: readonly Enterprise[]) {
  const kinds = ['development', 'transfer', 'licence', 'service'];
  return shareOut(random, 42_360, 8).map((wan, n) => ({
    number: `20253505820${String(n + 1).padStart(5, '0')}`,
    kind: kinds[n % kinds.length],
    title: '产线智能化技术开发',
    seller: firms[n * 7]?.uscc,
    buyer: '示例科技有限公司',
    amount: yuanOf(wan),
    signedOn: dayOf(20 + n * 24),
    registeredOn: dayOf(30 + n * 24),
  }));
}

/** Whole 万元 that add up to a total, none of them nothing. */
function shareOut(random: Random, total: number, parts: number): number[] {
  const most = Math.floor(total / parts / 2);
  const shares = Array.from({ length: parts }, () => Math.floor(total / parts));
  shares[parts - 1] = (shares[parts - 1] ?? 0) + (total - Math.floor(total / parts) * parts);
  for (let n = 0; n + 1 < parts; n += 2) {
    const moved = random.int(0, most);
    shares[n] = (shares[n] ?? 0) - moved;
    shares[n + 1] = (shares[n + 1] ?? 0) + moved;
  }
  return shares;
}

function yuanOf(wan: number): string {
  return `${wan * 10_000}.00`;
}

/** The n-th day of 2025, from 0 on. */
function dayOf(n: number): string {
  return dayAfter('2025-01-01', n);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}
