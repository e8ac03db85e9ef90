/** Materials of a work-injury application (工伤保险条例 art. 18) as a table. */
import type { Block } from './document-model.ts';

export interface ChecklistItem {
  name: string;
  /** Null where nobody recorded how many. */
  copies: number | null;
  /** 原件, 复印件, 电子件, 纸质件. */
  form: string;
  note?: string;
}

export function checklistTable(items: readonly ChecklistItem[]): Block {
  return {
    kind: 'table',
    columns: [
      { title: '序号', weight: 1, align: 'center' },
      { title: '材料名称', weight: 5 },
      { title: '份数', weight: 1, align: 'center' },
      { title: '形式', weight: 1.6, align: 'center' },
      { title: '备注', weight: 3 },
    ],
    rows: items.map(({ name, copies, form, note }, i) => [
      `${i + 1}`,
      name,
      copies === null ? '—' : `${copies}`,
      form,
      note ?? '',
    ]),
  };
}
