/** The lifecycle of an indicator: in use until it is retired, and what is retired does not come back. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { INDICATOR_STATES } from '../../vocabulary.ts';

export const indicatorLifecycle = defineLifecycle({
  name: 'indicator',
  initial: 'IN_USE',
  states: INDICATOR_STATES,
  labels: {
    IN_USE: { zh: '使用中', en: 'in use' },
    RETIRED: { zh: '已停用', en: 'retired' },
  },
  actions: {
    retire: {
      from: ['IN_USE'],
      to: 'RETIRED',
      roles: ['admin'],
      label: { zh: '停用', en: 'retire' },
    },
  },
});
