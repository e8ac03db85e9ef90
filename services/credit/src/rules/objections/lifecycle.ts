/** The lifecycle of an objection: filed by the enterprise, decided by a person of the park. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { OBJECTION_STATES } from '../../vocabulary.ts';

const EXAMINERS = ['officer', 'admin'] as const;

export const objectionLifecycle = defineLifecycle({
  name: 'objection',
  initial: 'FILED',
  states: OBJECTION_STATES,
  labels: {
    FILED: { zh: '已提出', en: 'filed' },
    UPHELD: { zh: '成立', en: 'upheld' },
    REJECTED: { zh: '不成立', en: 'rejected' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  },
  actions: {
    uphold: {
      from: ['FILED'],
      to: 'UPHELD',
      roles: EXAMINERS,
      label: { zh: '认定成立', en: 'uphold' },
    },
    reject: {
      from: ['FILED'],
      to: 'REJECTED',
      roles: EXAMINERS,
      label: { zh: '认定不成立', en: 'reject' },
    },
    withdraw: {
      from: ['FILED'],
      to: 'WITHDRAWN',
      roles: ['enterprise'],
      label: { zh: '撤回异议', en: 'withdraw' },
    },
  },
});

export type ObjectionAction = (typeof objectionLifecycle.actionNames)[number];
