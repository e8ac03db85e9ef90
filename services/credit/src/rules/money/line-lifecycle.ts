/** The lifecycle of a credit line: applied for by the enterprise, referred by the park, decided and reported by the bank. */
import { defineLifecycle } from '@qinwu/domain/lifecycle';
import { LINE_STATES } from '../../money-words.ts';

const PARK = ['officer', 'admin', 'client'] as const;
const BANK = ['bank', 'admin', 'client'] as const;

export const lineLifecycle = defineLifecycle({
  name: 'credit-line',
  initial: 'APPLIED',
  states: LINE_STATES,
  labels: {
    APPLIED: { zh: '已申请', en: 'applied' },
    REFERRED: { zh: '已推荐', en: 'referred' },
    APPROVED: { zh: '已授信', en: 'approved' },
    DECLINED: { zh: '未批准', en: 'declined' },
    WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
    REPLACED: { zh: '已被替换', en: 'replaced' },
    CLOSED: { zh: '已结清', en: 'closed' },
    REVOKED: { zh: '已撤销', en: 'revoked' },
  },
  actions: {
    refer: {
      from: ['APPLIED'],
      to: 'REFERRED',
      roles: PARK,
      label: { zh: '推荐', en: 'refer' },
    },
    approve: {
      from: ['REFERRED'],
      to: 'APPROVED',
      roles: BANK,
      label: { zh: '授信', en: 'approve' },
    },
    decline: {
      from: ['REFERRED'],
      to: 'DECLINED',
      roles: BANK,
      label: { zh: '不予授信', en: 'decline' },
    },
    withdraw: {
      from: ['APPLIED', 'REFERRED'],
      to: 'WITHDRAWN',
      roles: ['enterprise', ...PARK],
      label: { zh: '撤回', en: 'withdraw' },
    },
    replace: {
      from: ['APPROVED'],
      to: 'REPLACED',
      roles: BANK,
      label: { zh: '被替换', en: 'replace' },
    },
    close: {
      from: ['APPROVED'],
      to: 'CLOSED',
      roles: BANK,
      label: { zh: '结清', en: 'close' },
    },
    // A decision reported by mistake: it never was a line.
    revoke: {
      from: ['APPROVED', 'CLOSED'],
      to: 'REVOKED',
      roles: BANK,
      label: { zh: '撤销', en: 'revoke' },
    },
  },
});

export type LineAction = (typeof lineLifecycle.actionNames)[number];
