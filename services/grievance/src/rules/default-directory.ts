/**
 * The directory a new park begins with: units, a small category tree and limits. Proposals, not law (`official`
 * false): the park replaces them by dated entries of its own.
 */
import type { ClockProfile } from './clock-profile.ts';
import type { Category } from './directory.ts';

export interface DefaultUnit {
  code: string;
  name: string;
}

/** Units that answer 承办单位. */
export const DEFAULT_UNITS: readonly DefaultUnit[] = [
  { code: 'safety', name: '安全生产监督管理办公室' },
  { code: 'environment', name: '生态环境与绿色发展科' },
  { code: 'construction', name: '规划建设科' },
  { code: 'property', name: '园区物业服务中心' },
  { code: 'labour', name: '职工服务与劳动保障科' },
  { code: 'enterprise', name: '企业服务科' },
  { code: 'fire', name: '消防安全工作站' },
  { code: 'traffic', name: '交通秩序工作站' },
  { code: 'party', name: '党群工作部' },
];

const TREE: Readonly<Record<string, readonly [name: string, unit: string]>> = {
  safety: ['安全生产', 'safety'],
  'safety.fire': ['消防隐患', 'fire'],
  'safety.electric': ['用电安全', 'safety'],
  'safety.machine': ['设备与特种设备', 'safety'],
  'safety.chemical': ['危险化学品', 'safety'],
  environment: ['生态环境', 'environment'],
  'environment.water': ['污水排放', 'environment'],
  'environment.air': ['废气与异味', 'environment'],
  'environment.noise': ['噪声扰民', 'environment'],
  facility: ['园区设施', 'property'],
  'facility.road': ['道路与井盖', 'construction'],
  'facility.light': ['路灯照明', 'property'],
  'facility.water': ['供水排水', 'property'],
  'facility.parking': ['停车与充电', 'traffic'],
  labour: ['劳动权益', 'labour'],
  'labour.wage': ['工资发放', 'labour'],
  'labour.insurance': ['社会保险', 'labour'],
  enterprise: ['惠企服务', 'enterprise'],
  'enterprise.policy': ['政策兑现', 'enterprise'],
  'enterprise.recruit': ['用工招聘', 'enterprise'],
  life: ['生活服务', 'party'],
  'life.school': ['子女入学', 'party'],
  'life.bus': ['公交班次', 'traffic'],
};

/** The category tree, parents first. */
export const DEFAULT_CATEGORIES: readonly (Category & { name: string })[] = Object.entries(TREE).map(
  ([code, [name, unitCode]]) => ({
    code,
    name,
    parentCode: code.includes('.') ? code.slice(0, code.lastIndexOf('.')) : null,
    unitCode,
    enabled: true,
  }),
);

/** Defaults hold for every day a record may carry. */
const SINCE = '2020-01-01';

/** Yellow at half of the time, orange at four fifths (proposal). */
const LIGHTS = { yellowShare: 0.5, orangeShare: 0.8 };

type Particular = Partial<Pick<ClockProfile, 'demandType' | 'urgency' | 'complexity'>>;

function profile(
  code: string,
  clock: ClockProfile['clock'],
  [limitAmount, limitUnit]: readonly [number, ClockProfile['limitUnit']],
  article: string,
  particular: Particular = {},
): ClockProfile {
  return {
    code,
    clock,
    validFrom: SINCE,
    validUntil: null,
    demandType: null,
    urgency: null,
    complexity: null,
    categoryCode: null,
    ...particular,
    limitUnit,
    limitAmount,
    ...LIGHTS,
    article,
    official: false,
  };
}

const BEIJING_DISPATCH = '参照北京市 DB11/T 2021-2022:一般事项 24 小时内派单';
const BEIJING_URGENT = '参照北京市 DB11/T 2021-2022:危及生命财产或稳定的 1 小时内派单';
const JINAN_REPLY = '参照《济南市12345市民服务热线条例》第二十四条:5 个工作日内答复';
const XIAMEN_CONSULTATION = '参照厦门市12345:咨询类 2 个工作日';
const DRAFT_URGENT = '参照北京市 DB11/T 2021 征求意见稿:紧急事项 2 小时响应、24 小时办结';
const PROPOSAL = '默认建议时限,待园区以正式文件替换';

/** The limits, the most general first. */
export const DEFAULT_PROFILES: readonly ClockProfile[] = [
  profile('dispatch', 'dispatch', [24, 'hour'], BEIJING_DISPATCH),
  profile('dispatch-urgent', 'dispatch', [1, 'hour'], BEIJING_URGENT, { urgency: 'urgent' }),
  profile('sign', 'sign', [0.5, 'workday'], PROPOSAL),
  profile('sign-urgent', 'sign', [1, 'hour'], PROPOSAL, { urgency: 'urgent' }),
  profile('contact', 'contact', [1, 'workday'], PROPOSAL),
  profile('contact-urgent', 'contact', [2, 'hour'], DRAFT_URGENT, { urgency: 'urgent' }),
  profile('answer', 'answer', [5, 'workday'], JINAN_REPLY),
  profile('answer-consultation', 'answer', [2, 'workday'], XIAMEN_CONSULTATION, {
    demandType: 'consultation',
  }),
  profile('answer-suggestion', 'answer', [10, 'workday'], PROPOSAL, { demandType: 'suggestion' }),
  profile('answer-difficult', 'answer', [15, 'workday'], PROPOSAL, { complexity: 'difficult' }),
  profile('answer-urgent', 'answer', [24, 'hour'], DRAFT_URGENT, { urgency: 'urgent' }),
];
