/** The lifecycle of a title: granted, and at most revoked; what runs out needs no step. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { TITLE_STATES } from '../../title-words.ts';

export const titleLifecycle = defineLifecycle({
  name: 'title',
  initial: 'GRANTED',
  states: TITLE_STATES,
  labels: {
    GRANTED: { zh: '已认定', en: 'granted' },
    REVOKED: { zh: '已撤销', en: 'revoked' },
  },
  actions: {
    revoke: {
      from: ['GRANTED'],
      to: 'REVOKED',
      roles: ['officer', 'admin', 'client'],
      label: { zh: '撤销称号', en: 'revoke' },
    },
  },
});
