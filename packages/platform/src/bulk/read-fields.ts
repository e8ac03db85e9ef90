import { type FieldError, fieldRules, type Text } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseOfficialTime } from '@qinwu/domain/official-time';
import { z } from 'zod';
import { textOfFormat, textOfPattern } from '../http/pattern-texts.ts';
import { officialText } from './official-text.ts';
import { plainNumber } from './plain-number.ts';
import type { Cell } from './read/source-row.ts';

/** What a cell becomes: text on one line, text of several lines, a number, an instant, a day, or yes and no. */
export type FieldKind = 'line' | 'prose' | 'number' | 'instant' | 'day' | 'boolean';

type Filled = string | number | Date;

function textOf(cell: Filled): string {
  return cell instanceof Date ? officialText(cell) : String(cell);
}

function instantOf(cell: Filled): Date | null {
  return cell instanceof Date ? cell : parseOfficialTime(String(cell));
}

/** How officials' tables say yes and no. */
const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ...['是', '有', 'true', 'yes', '1'].map((word): [string, boolean] => [word, true]),
  ...['否', '无', 'false', 'no', '0'].map((word): [string, boolean] => [word, false]),
]);

/** The value of a cell for its field; what cannot be read stays as it is and is refused by the schema. */
function cellValue(cell: Filled, kind: FieldKind): Filled | boolean {
  switch (kind) {
    case 'prose':
      return textOf(cell);
    case 'line':
      return textOf(cell).replace(/\s+/gu, ' ');
    case 'number':
      return typeof cell === 'string' ? (plainNumber(cell) ?? cell) : cell;
    case 'instant':
      return instantOf(cell) ?? cell;
    case 'day': {
      const at = instantOf(cell);
      return at === null ? cell : localDateOf(at);
    }
    case 'boolean':
      return YES_NO.get(textOf(cell).trim().toLowerCase()) ?? cell;
    default:
      return kind satisfies never;
  }
}

const TEXTS: Readonly<Record<string, Text>> = {
  required: { zh: '必填', en: 'is required' },
  invalid_type: { zh: '类型不符或无法识别', en: 'cannot be read as what the field holds' },
  too_big: { zh: '过长或过大', en: 'is too long or too large' },
  too_small: { zh: '过短或过小', en: 'is too short or too small' },
};
const NUMBERS: readonly string[] = ['number', 'int'];
const NOT_A_NUMBER: Text = {
  zh: '应为数字：只用 0-9 和小数点，不用千分位和单位',
  en: 'must be a number in plain decimal digits, without separators or units',
};
const INVALID: Text = { zh: '不符合约定', en: 'is not valid' };

/** A pattern as an issue writes it, `/…/u`. */
function sourceOf(pattern: string | undefined): string {
  return pattern?.replace(/^\/|\/[a-z]*$/gu, '') ?? '';
}

function faultOf(issue: z.core.$ZodIssue, input: Readonly<Record<string, unknown>>): FieldError {
  const pointer = `/${issue.path.map(String).join('/')}`;
  if (issue.path.length === 1 && input[String(issue.path[0])] === undefined) {
    return { pointer, code: 'required', detail: TEXTS.required ?? INVALID };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String).join(', ');
    return { pointer, code: 'enum', detail: { zh: `应为：${values}`, en: `must be one of: ${values}` } };
  }
  if (issue.code === 'invalid_type' && NUMBERS.includes(issue.expected)) {
    return { pointer, code: 'invalid-type', detail: NOT_A_NUMBER };
  }
  if (issue.code === 'invalid_format') {
    const detail = issue.format === 'date' ? textOfFormat('date') : textOfPattern(sourceOf(issue.pattern));
    return { pointer, code: 'invalid-format', detail };
  }
  return { pointer, code: issue.code.replaceAll('_', '-'), detail: TEXTS[issue.code] ?? INVALID };
}

/** The names of the fields that a row cannot do without. */
export function requiredFields({ shape }: z.ZodObject): string[] {
  return Object.entries(shape).flatMap(([name, field]) =>
    field instanceof z.ZodOptional || field instanceof z.ZodDefault ? [] : name,
  );
}

/**
 * The cells of a row as the schema's fields, `whole` among them as it stands; empty cells are absent. Refuses (kind
 * rule) with every field at fault.
 */
export function readFields<S extends z.ZodObject>(
  schema: S,
  cells: Readonly<Record<string, Cell>>,
  kinds: Readonly<Record<string, FieldKind>> = {},
  whole: Readonly<Record<string, unknown>> = {},
): z.output<S> {
  const input: Record<string, unknown> = { ...whole };
  for (const [name, cell] of Object.entries(cells)) {
    if (cell !== null) input[name] = cellValue(cell, kinds[name] ?? 'line');
  }
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw fieldRules(result.error.issues.map((issue) => faultOf(issue, input)));
}
