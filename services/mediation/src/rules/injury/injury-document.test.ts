import { expect, it } from '@jest/globals';
import type { InjuryContent } from './injury-content.ts';
import { type DocumentedInjury, injuryDocument } from './injury-document.ts';
import { checklist, DEFAULT_INJURY_SETTINGS } from './settings.ts';

const content: InjuryContent = {
  worker: {
    name: '陈晓梅',
    idType: null,
    idNumber: null,
    phone: null,
    gender: null,
    address: null,
    position: null,
  },
  applicant: null,
  employer: { name: '晋江示例鞋业有限公司', contact: null, phone: null },
  occurredAt: null,
  firstDiagnosedAt: null,
  diedAt: null,
  place: null,
  course: null,
  injury: null,
  hospital: null,
  hints: [],
  closingNote: null,
};

it('asks in the notice for what the application does not say, after the materials', () => {
  const found: DocumentedInjury = {
    number: 'GS-20250820-000001',
    applicantKind: 'worker',
    baseOn: null,
    receivedOn: '2025-08-20',
    completeOn: null,
    materials: checklist(DEFAULT_INJURY_SETTINGS),
    notices: [
      {
        on: '2025-08-20',
        items: ['diagnosis'],
        details: ['event-day', 'sensitive-consent'],
        supplyBy: '2025-09-10',
      },
    ],
    transfer: null,
  };
  const contact = { name: '窗口', phone: '0595-85600000' };
  const model = injuryDocument('supplement-notice', { found, content, contact });
  expect(JSON.stringify(model)).toContain('2025年9月10日前（含当日）');
  const tables = model.blocks.filter((block) => block.kind === 'table');
  expect(tables.map(({ rows }) => rows.map(([n, name]) => [n, name]))).toEqual([
    [
      ['1', expect.stringContaining('医疗诊断证明')],
      ['2', expect.stringContaining('事故伤害发生时间')],
      ['3', expect.stringContaining('单独同意')],
    ],
  ]);
});
