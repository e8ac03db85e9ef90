/** The columns a report adds to those of the source; ignored when the corrected report is sent again. */
export const LINE_COLUMN = '原行号';
export const ERROR_COLUMN = '错误';

/** True for a column that a report added. */
export function isReportColumn(column: string): boolean {
  return column === LINE_COLUMN || column === ERROR_COLUMN;
}

/** A column's name as the reader gives it: on one line, without blanks around. */
export function columnKey(column: string): string {
  return column.replace(/\s+/gu, ' ').trim();
}
