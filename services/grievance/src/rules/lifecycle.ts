/**
 * The lifecycle of a grievance 诉求生命周期, from the loop 受理→派单→办理→答复→督办→办结→回访→销号
 * (国办发〔2020〕53号). Guards, allowed actions, schemas, diagram and tests all read this one table.
 */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { STATES } from '../vocabulary.ts';

/** Still on somebody's desk. */
const OPEN = [
  'REGISTERED',
  'ACCEPTED',
  'DISPATCHED',
  'SIGNED',
  'RETURN_REQUESTED',
  'IN_PROGRESS',
  'REDO',
] as const;
const IN_HANDS = ['DISPATCHED', 'SIGNED', 'IN_PROGRESS', 'REDO'] as const;

const DISPATCH = ['dispatcher', 'supervisor'] as const;
const HANDLING = ['officer', 'handler'] as const;
const ANYONE_ON_IT = [...HANDLING, ...DISPATCH] as const;

export const lifecycle = defineLifecycle({
  name: 'grievance',
  initial: 'REGISTERED',
  states: STATES,
  labels: {
    REGISTERED: { zh: '登记', en: 'registered' },
    DECLINED: { zh: '不予受理', en: 'declined' },
    ACCEPTED: { zh: '受理', en: 'accepted' },
    DISPATCHED: { zh: '派单', en: 'dispatched' },
    SIGNED: { zh: '签收', en: 'signed for' },
    RETURN_REQUESTED: { zh: '申请退单', en: 'return requested' },
    IN_PROGRESS: { zh: '办理中', en: 'in progress' },
    REPLIED: { zh: '已答复', en: 'replied' },
    CALLBACK: { zh: '已回访', en: 'called back' },
    CLOSED: { zh: '办结', en: 'closed' },
    REDO: { zh: '重办', en: 'to be redone' },
    WRITTEN_OFF: { zh: '销号', en: 'written off' },
    ARCHIVED: { zh: '归档', en: 'archived' },
  },
  actions: {
    accept: {
      from: ['REGISTERED', 'RETURN_REQUESTED'],
      to: 'ACCEPTED',
      roles: DISPATCH,
      label: { zh: '受理', en: 'accept' },
    },
    decline: {
      from: ['REGISTERED', 'RETURN_REQUESTED'],
      to: 'DECLINED',
      roles: DISPATCH,
      label: { zh: '不予受理', en: 'decline' },
    },
    assign: { from: OPEN, to: 'DISPATCHED', roles: DISPATCH, label: { zh: '派单或改派', en: 'assign' } },
    sign: { from: ['DISPATCHED'], to: 'SIGNED', roles: HANDLING, label: { zh: '签收', en: 'sign for' } },
    return: {
      from: ['REGISTERED', 'ACCEPTED', 'DISPATCHED', 'SIGNED'],
      to: 'RETURN_REQUESTED',
      roles: ANYONE_ON_IT,
      label: { zh: '申请退单', en: 'request return' },
    },
    'reject-return': {
      from: ['RETURN_REQUESTED'],
      to: 'DISPATCHED',
      roles: DISPATCH,
      label: { zh: '驳回退单', en: 'reject the return' },
    },
    start: {
      from: ['SIGNED', 'REDO'],
      to: 'IN_PROGRESS',
      roles: HANDLING,
      label: { zh: '开始办理', en: 'start' },
    },
    contact: { from: IN_HANDS, to: 'same', roles: HANDLING, label: { zh: '联系诉求人', en: 'contact' } },
    reply: {
      from: ['SIGNED', 'IN_PROGRESS', 'REDO'],
      to: 'REPLIED',
      roles: HANDLING,
      label: { zh: '答复', en: 'reply' },
    },
    resolve: {
      from: [...IN_HANDS, 'REPLIED', 'CALLBACK'],
      to: 'REPLIED',
      roles: HANDLING,
      label: { zh: '解决认定', en: 'resolve' },
    },
    'call-back': {
      from: ['REPLIED'],
      to: 'CALLBACK',
      roles: [...DISPATCH, 'client'],
      label: { zh: '回访', en: 'call back' },
    },
    close: {
      from: ['REPLIED', 'CALLBACK'],
      to: 'CLOSED',
      roles: DISPATCH,
      label: { zh: '办结', en: 'close' },
    },
    redo: {
      from: ['REPLIED', 'CALLBACK', 'CLOSED', 'WRITTEN_OFF'],
      to: 'REDO',
      roles: [...DISPATCH, 'verifier'],
      label: { zh: '重办', en: 'redo' },
    },
    'write-off': {
      from: ['CLOSED'],
      to: 'WRITTEN_OFF',
      roles: ['verifier', 'supervisor'],
      label: { zh: '销号', en: 'write off' },
    },
    archive: {
      from: ['WRITTEN_OFF', 'DECLINED'],
      to: 'ARCHIVED',
      roles: ['supervisor', 'admin'],
      label: { zh: '归档', en: 'archive' },
    },
    'request-extension': {
      from: IN_HANDS,
      to: 'same',
      roles: HANDLING,
      label: { zh: '申请延期', en: 'request extension' },
    },
    'approve-extension': {
      from: IN_HANDS,
      to: 'same',
      roles: DISPATCH,
      label: { zh: '批准延期', en: 'approve extension' },
    },
    'refuse-extension': {
      from: IN_HANDS,
      to: 'same',
      roles: DISPATCH,
      label: { zh: '不准延期', en: 'refuse extension' },
    },
    // Whoever sees that it is a dispute; the grievance stays where it is and its clocks run on.
    refer: {
      from: ['ACCEPTED', ...IN_HANDS],
      to: 'same',
      roles: [...HANDLING, 'dispatcher'],
      label: { zh: '转调解', en: 'refer to mediation' },
    },
    suspend: { from: IN_HANDS, to: 'same', roles: ANYONE_ON_IT, label: { zh: '挂起', en: 'suspend' } },
    resume: { from: IN_HANDS, to: 'same', roles: ANYONE_ON_IT, label: { zh: '恢复', en: 'resume' } },
    escalate: { from: OPEN, to: 'same', roles: ANYONE_ON_IT, label: { zh: '吹哨上报', en: 'escalate' } },
    supervise: { from: OPEN, to: 'same', roles: ['supervisor'], label: { zh: '督办', en: 'supervise' } },
    'hotline-answer': {
      from: ['RETURN_REQUESTED', ...IN_HANDS],
      to: 'same',
      roles: ['client', 'dispatcher'],
      label: { zh: '热线答复', en: 'answer of the hotline' },
    },
  },
});

export type Action = (typeof lifecycle.actionNames)[number];
