/** What is wrong with a row of a register is told by its columns: whoever mends it has never seen the form behind it. */
import { isDomainError, refuse } from '@qinwu/domain/errors';

/** Members of the form, as JSON pointers, and the columns that fill them. */
export type ColumnsOfForm = Readonly<Record<string, string>>;

/** Runs a check of a form that a row fills; its refusal names the columns. */
export function byColumns<T>(columns: ColumnsOfForm, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!isDomainError(error) || error.errors.length === 0) throw error;
    const { kind, code, title, detail, extra } = error;
    const errors = error.errors.map((fault) => {
      const column = columns[fault.pointer];
      return column === undefined ? fault : { ...fault, pointer: `/${column}` };
    });
    throw refuse(kind, code, title, { ...(detail === undefined ? {} : { detail }), errors, extra });
  }
}
