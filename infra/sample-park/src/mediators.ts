import type { Enterprise } from './enterprises.ts';
import type { Grid } from './grids.ts';
import { mobileNumber, personName } from './names.ts';
import type { Random } from './random.ts';

/** An entry of the roster 调解员名册, as the API takes it; `code` is in the address. */
export interface SampleMediator {
  code: string;
  name: string;
  subject: string;
  organisation: {
    kind: 'window' | 'people-mediation' | 'township' | 'enterprise-committee';
    name: string;
  };
  kinds: string[];
  languages: string[];
  categories: string[];
  grids: string[];
  employer?: string;
  phone: string;
  certifiedFrom: string;
  certifiedUntil: string;
  active: boolean;
}

/** A room of the window, as the API takes it. */
export interface SampleRoom {
  code: string;
  name: string;
  seats: number;
}

const LABOUR = [
  'wage-arrears',
  'overtime',
  'severance',
  'unlawful-termination',
  'double-wage',
  'injury-benefit',
  'social-insurance',
  'leave',
  'labour-other',
];
/** One of each for every area of the park: 警格、网格、闽南茶桌. */
const OF_AREA = [
  { prefix: 'JW', kind: 'police', organisation: 'people-mediation', name: '警务室驻点调解室' },
  { prefix: 'WG', kind: 'grid', organisation: 'township', name: '网格调解站' },
  { prefix: 'CZ', kind: 'tea-table', organisation: 'people-mediation', name: '闽南茶桌调解室' },
] as const;
/** Those of the whole park, with what they take; nothing: everything. */
const OF_PARK = [
  { prefix: 'GH', kind: 'union', name: '开发区总工会劳动争议调解组', count: 4, categories: LABOUR },
  { prefix: 'LS', kind: 'lawyer', name: '涉企纠纷综合窗口律师团', count: 5, categories: [] },
  { prefix: 'ZX', kind: 'expert', name: '鞋服行业质量专家库', count: 2, categories: ['contract', 'debt'] },
  { prefix: 'ZC', kind: 'expert', name: '知识产权专家库', count: 2, categories: ['ip'] },
  {
    prefix: 'ZG',
    kind: 'expert',
    name: '工伤与社会保险专家库',
    count: 2,
    categories: ['injury-benefit', 'social-insurance'],
  },
] as const;

/** Rooms of the window and of the tea tables. */
export const ROOMS: readonly SampleRoom[] = [
  { code: 'CK-1', name: '涉企纠纷综合窗口第一调解室', seats: 10 },
  { code: 'CK-2', name: '涉企纠纷综合窗口第二调解室', seats: 6 },
  { code: 'CZ-1', name: '五里园闽南茶桌', seats: 8 },
  { code: 'CZ-2', name: '安东园闽南茶桌', seats: 8 },
];

/** Most speak 闽南语, all of a tea table; some what the workers from elsewhere speak at home, or their customers. */
function languagesOf(random: Random, kind: string): string[] {
  if (kind === 'tea-table') return ['zh', 'nan'];
  const also = random.weighted([
    [['nan'], 70],
    [[], 15],
    [['nan', 'hak'], 6],
    [['nan', 'en'], 9],
  ] as const);
  return ['zh', ...also];
}

/** Names, telephones and terms; no two of the roster have a name in common, so that none is taken for another. */
function people(random: Random) {
  const names = new Set<string>();
  return (code: string, kind: string) => {
    let name = personName(random);
    while (names.has(name)) name = personName(random);
    names.add(name);
    return {
      code,
      name,
      subject: `mediator-${code.toLowerCase()}`,
      kinds: [kind],
      languages: languagesOf(random, kind),
      phone: mobileNumber(random),
      certifiedFrom: random.pick(['2023-01-01', '2024-01-01', '2025-01-01']),
      certifiedUntil: '2027-12-31',
      active: true,
    };
  };
}

const numbered = (prefix: string, n: number) => `${prefix}-${String(n + 1).padStart(2, '0')}`;

/** The roster: police, grid and tea table in every area, a union, lawyers, experts, and a firm's own committee. */
export function rosterOf(
  random: Random,
  { grids, enterprises }: { grids: readonly Grid[]; enterprises: readonly Enterprise[] },
): SampleMediator[] {
  const person = people(random);
  const areas = grids.filter(({ level }) => level === 2);
  const leavesOf = (area: string) => grids.filter(({ parent }) => parent === area).map(({ code }) => code);
  const ofAreas = areas.flatMap((area, n) =>
    OF_AREA.map(
      ({ prefix, kind, organisation, name }): SampleMediator => ({
        ...person(numbered(prefix, n), kind),
        organisation: { kind: organisation, name: `${area.name}${name}` },
        categories: [],
        grids: leavesOf(area.code),
      }),
    ),
  );
  const ofPark = OF_PARK.flatMap(({ prefix, kind, name, count, categories }) =>
    Array.from(
      { length: count },
      (_, n): SampleMediator => ({
        ...person(numbered(prefix, n), kind),
        organisation: { kind: 'window', name },
        categories: [...categories],
        grids: [],
      }),
    ),
  );
  const firm = random.pick(enterprises);
  return [
    ...ofAreas,
    ...ofPark,
    {
      ...person('QY-01', 'union'),
      organisation: { kind: 'enterprise-committee', name: `${firm.name}劳动争议调解委员会` },
      categories: LABOUR,
      grids: [],
      employer: firm.uscc,
    },
    // Whose term is over stands on the roster and is proposed no more.
    {
      ...person('CZ-99', 'tea-table'),
      organisation: { kind: 'people-mediation', name: '五里园闽南茶桌调解室' },
      categories: [],
      grids: [],
      certifiedFrom: '2022-01-01',
      certifiedUntil: '2024-12-31',
      active: false,
    },
  ];
}
