/** The lifecycle of an indicator value: declared by one, verified by another; what outside sources state is verified. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { VALUE_STATES } from '../../vocabulary.ts';

const EXAMINERS = ['officer', 'admin'] as const;

export const valueLifecycle = defineLifecycle({
  name: 'indicator-value',
  initial: 'DECLARED',
  states: VALUE_STATES,
  labels: {
    DECLARED: { zh: '已申报', en: 'declared' },
    VERIFIED: { zh: '已核验', en: 'verified' },
    REJECTED: { zh: '未通过', en: 'rejected' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  },
  actions: {
    verify: {
      from: ['DECLARED'],
      to: 'VERIFIED',
      roles: EXAMINERS,
      label: { zh: '核验通过', en: 'verify' },
    },
    reject: {
      from: ['DECLARED'],
      to: 'REJECTED',
      roles: EXAMINERS,
      label: { zh: '核验不通过', en: 'reject' },
    },
    // What an outside source states, in its next version.
    correct: {
      from: ['VERIFIED'],
      to: 'same',
      roles: ['officer', 'admin', 'client'],
      label: { zh: '更正', en: 'correct' },
    },
    // What the enterprise states itself: whoever examined it examines it again.
    redeclare: {
      from: ['DECLARED', 'VERIFIED', 'REJECTED'],
      to: 'DECLARED',
      roles: ['enterprise'],
      label: { zh: '更正申报', en: 'declare anew' },
    },
    withdraw: {
      from: ['DECLARED', 'VERIFIED'],
      to: 'WITHDRAWN',
      roles: ['enterprise', 'officer', 'admin', 'client'],
      label: { zh: '撤回', en: 'withdraw' },
    },
  },
});

export type ValueAction = (typeof valueLifecycle.actionNames)[number];
