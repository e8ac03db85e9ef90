/**
 * The course of an application for recognition of a work injury. The window receives, has it completed and hands it
 * over; what comes after is decided by the authority and only mirrored here, each step with its paper (art. 18-23).
 */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { type Decided, INJURY_STATES, type InjuryState } from '../../injury-vocabulary.ts';

const WINDOW = ['dispatcher', 'supervisor'] as const;
const BRINGERS = [...WINDOW, 'officer', 'mediator', 'party', 'citizen', 'enterprise', 'client'] as const;
const HERE = ['RECEIVED', 'CORRECTION_REQUESTED', 'COMPLETE'] as const;
/** What can be contested 行政复议、行政诉讼 (art. 55); an end by withdrawal as any other act (行政复议法 art. 11). */
const CONTESTABLE = [
  'NOT_ACCEPTED',
  'WITHDRAWN',
  'RECOGNISED',
  'DEEMED',
  'NOT_RECOGNISED',
  'DELIVERED',
  'APPRAISAL',
] as const;
/** Under way at the authority, or sent back to it. */
const UNDECIDED = ['ACCEPTED', 'REVOKED'] as const;
/** Not decided, or to be decided anew: the authority still takes what an application lacked when it was handed over. */
const PENDING = ['TRANSFERRED', 'ACCEPTED', 'SUSPENDED', 'REVOKED'] as const;
const OPEN = ['RECEIVED', 'CORRECTION_REQUESTED'] as const;

export const injuryLifecycle = defineLifecycle({
  name: 'injury',
  initial: 'RECEIVED',
  states: INJURY_STATES,
  labels: {
    RECEIVED: { zh: '收件', en: 'received' },
    CORRECTION_REQUESTED: { zh: '补正告知', en: 'correction requested' },
    COMPLETE: { zh: '材料齐全', en: 'complete' },
    TRANSFERRED: { zh: '移交人社', en: 'transferred' },
    NOT_TRANSFERRED: { zh: '不移交', en: 'not transferred' },
    ACCEPTED: { zh: '受理', en: 'accepted' },
    NOT_ACCEPTED: { zh: '不予受理', en: 'not accepted' },
    SUSPENDED: { zh: '中止', en: 'suspended' },
    RECOGNISED: { zh: '认定工伤', en: 'recognised' },
    DEEMED: { zh: '视同工伤', en: 'deemed' },
    NOT_RECOGNISED: { zh: '不予认定', en: 'not recognised' },
    DELIVERED: { zh: '送达', en: 'delivered' },
    APPRAISAL: { zh: '劳动能力鉴定', en: 'appraisal' },
    REVOKED: { zh: '决定被撤销', en: 'decision revoked' },
    WITHDRAWN: { zh: '撤回终止', en: 'withdrawn at the authority' },
  },
  actions: {
    'request-correction': {
      from: OPEN,
      to: 'CORRECTION_REQUESTED',
      roles: WINDOW,
      label: { zh: '一次性告知补正', en: 'request correction' },
    },
    'add-materials': {
      from: [...OPEN, ...PENDING],
      to: 'same',
      roles: BRINGERS,
      label: { zh: '补交材料', en: 'add materials' },
    },
    complete: { from: OPEN, to: 'COMPLETE', roles: WINDOW, label: { zh: '材料齐全', en: 'complete' } },
    'extend-employer-limit': {
      from: HERE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '经批准延长用人单位申请期限', en: 'extend the limit of the employer' },
    },
    'exclude-period': {
      from: HERE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '记录不计入期间', en: 'exclude a period' },
    },
    'end-excluded-period': {
      from: HERE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '登记不计入期间结束', en: 'end an excluded period' },
    },
    'void-employer-extension': {
      from: HERE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '作废误登的延长', en: 'void an extension entered by mistake' },
    },
    'void-excluded-period': {
      from: HERE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '作废误登的不计入期间', en: 'void a period entered by mistake' },
    },
    transfer: { from: HERE, to: 'TRANSFERRED', roles: WINDOW, label: { zh: '移交', en: 'transfer' } },
    'not-transfer': {
      from: HERE,
      to: 'NOT_TRANSFERRED',
      roles: BRINGERS,
      label: { zh: '不移交', en: 'not transfer' },
    },
    // What it lacked besides materials, until the authority has accepted it.
    'complete-details': {
      from: ['TRANSFERRED', 'REVOKED'],
      to: 'same',
      roles: WINDOW,
      label: { zh: '补全移交时缺少的内容', en: 'complete details' },
    },
    // Also once it is decided: the receipt of what was passed on before may be written down after the decision.
    'pass-on-materials': {
      from: ['TRANSFERRED', 'ACCEPTED', 'SUSPENDED', ...CONTESTABLE, 'REVOKED'],
      to: 'same',
      roles: WINDOW,
      label: { zh: '转交后到材料', en: 'pass on what came later' },
    },
    'close-duplicate': {
      from: HERE,
      to: 'NOT_TRANSFERRED',
      roles: WINDOW,
      label: { zh: '作为重复件办结', en: 'close as a duplicate' },
    },
    'close-opened-in-error': {
      from: HERE,
      to: 'NOT_TRANSFERRED',
      roles: WINDOW,
      label: { zh: '作为误立办结', en: 'close as opened in error' },
    },
    accepted: {
      from: ['TRANSFERRED', 'REVOKED'],
      to: 'ACCEPTED',
      roles: WINDOW,
      label: { zh: '受理', en: 'accepted' },
    },
    'not-accepted': {
      from: ['TRANSFERRED', 'REVOKED'],
      to: 'NOT_ACCEPTED',
      roles: WINDOW,
      label: { zh: '不予受理', en: 'not accepted' },
    },
    // The applicant withdrew it there, where alone that is possible by now.
    withdrawn: {
      from: PENDING,
      to: 'WITHDRAWN',
      roles: WINDOW,
      label: { zh: '申请人撤回，程序终止', en: 'withdrawn' },
    },
    suspended: { from: ['ACCEPTED'], to: 'SUSPENDED', roles: WINDOW, label: { zh: '中止', en: 'suspended' } },
    resumed: { from: ['SUSPENDED'], to: 'ACCEPTED', roles: WINDOW, label: { zh: '恢复', en: 'resumed' } },
    recognised: {
      from: UNDECIDED,
      to: 'RECOGNISED',
      roles: WINDOW,
      label: { zh: '认定工伤', en: 'recognised' },
    },
    deemed: { from: UNDECIDED, to: 'DEEMED', roles: WINDOW, label: { zh: '视同工伤', en: 'deemed' } },
    'not-recognised': {
      from: UNDECIDED,
      to: 'NOT_RECOGNISED',
      roles: WINDOW,
      label: { zh: '不予认定', en: 'not recognised' },
    },
    delivered: {
      from: ['RECOGNISED', 'DEEMED', 'NOT_RECOGNISED'],
      to: 'DELIVERED',
      roles: WINDOW,
      label: { zh: '送达', en: 'delivered' },
    },
    // Every written decision is delivered; what concludes nothing leaves the state as it is. Recorded as `delivered`.
    served: {
      from: ['ACCEPTED', 'NOT_ACCEPTED', 'WITHDRAWN', 'SUSPENDED', 'DELIVERED', 'APPRAISAL', 'REVOKED'],
      to: 'same',
      roles: WINDOW,
      label: { zh: '送达', en: 'delivered' },
    },
    appraisal: {
      from: ['DELIVERED'],
      to: 'APPRAISAL',
      roles: WINDOW,
      label: { zh: '劳动能力鉴定', en: 'appraisal' },
    },
    upheld: {
      from: CONTESTABLE,
      to: 'same',
      roles: WINDOW,
      label: { zh: '复议、诉讼维持决定', en: 'upheld' },
    },
    revoked: {
      from: CONTESTABLE,
      to: 'REVOKED',
      roles: WINDOW,
      label: { zh: '复议、诉讼撤销决定', en: 'revoked' },
    },
  },
});

/** Until it is handed over, what an application says can be put right. */
export function isBeforeTransfer(state: InjuryState): boolean {
  return HERE.some((here) => here === state);
}

/**
 * Decided by nobody: not handed over, not accepted (工伤认定办法 art. 8) or withdrawn there, which ends no claim. It may be
 * applied for anew.
 */
const UNHEARD: readonly InjuryState[] = ['NOT_TRANSFERRED', 'NOT_ACCEPTED', 'WITHDRAWN'];

/** True of an application that stands for its accident, so that there is no other one beside it (migration 0028). */
export function standsForAccident(state: InjuryState): boolean {
  return !UNHEARD.includes(state);
}

export type InjuryAction = (typeof injuryLifecycle.actionNames)[number];
/** What the window does itself; the rest is `record-decision`. */
export type OwnAction = Exclude<InjuryAction, Decided | 'served'>;
