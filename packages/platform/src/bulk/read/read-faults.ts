import { type DomainError, refuse } from '@qinwu/domain/errors';
import { MAX_RECORD_CHARS } from './source-row.ts';

/** The source as a whole cannot be read; `code` says why. */
export function unreadable(code: string, zh: string, en: string): DomainError {
  return refuse(
    'malformed',
    code,
    { zh: '文件无法读取', en: 'The file cannot be read' },
    { detail: { zh, en } },
  );
}

/** A record longer than any cell of a spreadsheet can be: most often a quotation mark that is never closed. */
export function recordTooLong(line: number): DomainError {
  return unreadable(
    'record-too-long',
    `第 ${line} 行起的一条记录超过 ${MAX_RECORD_CHARS} 个字符，请检查引号是否成对`,
    `the record from line ${line} is longer than ${MAX_RECORD_CHARS} characters; is a quotation mark left open?`,
  );
}

/** A quotation mark that is never closed: all that follows would be one cell. */
export function quoteNotClosed(line: number): DomainError {
  return unreadable(
    'quote-not-closed',
    `文件在第 ${line} 行结束时有一个引号没有配对，其后的内容都成了同一格，请补上引号再传`,
    `a quotation mark is still open where the file ends in line ${line}: close it and send the file again`,
  );
}
