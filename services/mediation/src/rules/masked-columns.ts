/** Rows as they were exported to somebody who reads masks: a mask is nobody's name or number, and is not stored as one. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { holdsMask } from '@qinwu/domain/mask';

/** Refuses the row where one of these columns holds a mask. */
export function ensureUnmasked<C extends string>(
  row: Readonly<Partial<Record<C, unknown>>>,
  columns: readonly C[],
): void {
  const errors = columns
    .filter((name) => holdsMask(row[name]))
    .map(
      (name): FieldError => ({
        pointer: `/${name}`,
        code: 'masked-value',
        detail: {
          zh: '是脱敏后的内容，不能导入：请填写全部，或由有权查看个人信息的人员导出',
          en: 'is masked: write it in full, or export with the right to see persons',
        },
      }),
    );
  if (errors.length > 0) throw fieldRules(errors);
}
