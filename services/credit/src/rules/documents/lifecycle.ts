/** The lifecycle of a document against an enterprise: in effect until it is repaired, or was entered by mistake. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { DOCUMENT_STATES } from '../../vocabulary.ts';

const KEEPERS = ['officer', 'admin', 'client'] as const;

export const documentLifecycle = defineLifecycle({
  name: 'adverse-document',
  initial: 'EFFECTIVE',
  states: DOCUMENT_STATES,
  labels: {
    EFFECTIVE: { zh: '生效', en: 'in effect' },
    REPAIRED: { zh: '已修复', en: 'repaired' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  },
  actions: {
    repair: {
      from: ['EFFECTIVE'],
      to: 'REPAIRED',
      roles: KEEPERS,
      label: { zh: '信用修复', en: 'repair' },
    },
    withdraw: {
      from: ['EFFECTIVE', 'REPAIRED'],
      to: 'WITHDRAWN',
      roles: KEEPERS,
      label: { zh: '撤回误登', en: 'withdraw' },
    },
  },
});

export type DocumentAction = (typeof documentLifecycle.actionNames)[number];
