import type { NamedExample } from '@qinwu/platform/http/route';

/** What people file: the window for somebody, or a party for itself. */
export const INTAKE_EXAMPLE = {
  category: 'wage-arrears',
  channel: 'window',
  mode: 'police-grid-tea-table',
  title: '拖欠两个月工资',
  facts: '申请人于2025年3月入职任车工，被申请人自5月起未发工资，多次催讨无果。',
  workers: 1,
  limitationFrom: '2025-06-15',
  parties: [
    {
      side: 'applicant',
      kind: 'person',
      name: '陈晓梅',
      phone: '13800138000',
      occupation: '车工',
      employer: '晋江示例鞋业有限公司',
    },
    {
      side: 'respondent',
      kind: 'enterprise',
      name: '晋江示例鞋业有限公司',
      uscc: '91350582MA0000015J',
      legalRepresentative: '王大川',
      position: '经理',
    },
  ],
  claims: [{ type: '支付工资', amount: '13600.00', note: '6800元/月，两个月' }],
};

const { mode: _windows, ...told } = INTAKE_EXAMPLE;

/** A system files through its own channel and under its own number, which is registered once. */
export const INTAKE_EXAMPLES = {
  hotline: {
    summary: '热线系统 A hotline’s system',
    value: { ...told, channel: 'hotline', source: 'hotline-12345', externalRef: '2025083100123' },
  },
  court: {
    summary: '法院系统委派、委托 A court’s system',
    value: {
      ...told,
      channel: 'court',
      delegation: 'before-filing',
      source: 'jinjiang-court',
      externalRef: '(2025)闽0582诉前调123号',
    },
  },
  window: { summary: '窗口，或当事人本人 The window, or a party itself', value: INTAKE_EXAMPLE },
} as const satisfies Record<string, NamedExample>;
