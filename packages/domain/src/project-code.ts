/**
 * Investment project code 固定资产投资项目代码 (GB/T 40058-2021): `YYMM-AAAAAA-DD-TT-NNNNNC`, C by ISO 7064 MOD 11,10.
 * Until 2020 the form was `YYYY-AAAAAA-II-TT-SSSSSS` without a check digit; both stay in use.
 */
import { fieldRule } from './errors.ts';

/** Source of the code's form, for schemas; `isProjectCode` also checks the check digit. */
export const PROJECT_CODE_PATTERN = '^\\d{4}-\\d{6}-\\d{2}-\\d{2}-\\d{6}$';

const pattern = new RegExp(PROJECT_CODE_PATTERN);

function checkDigit(digits: string): string {
  let product = 10;
  for (const digit of digits) {
    const sum = (product + Number(digit)) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return String((11 - product) % 10);
}

/**
 * Which form a first group belongs to: YYMM codes began in November 2020, years in 2015.
 * 2011 and 2012 could be either; the old system did not exist in those years, so they are November and December 2020.
 */
function formOf(firstGroup: string): 'new' | 'old' | null {
  const month = Number(firstGroup.slice(2));
  if (firstGroup >= '2011' && month >= 1 && month <= 12 && !(firstGroup >= '2013' && firstGroup <= '2020'))
    return 'new';
  return firstGroup >= '2013' && firstGroup <= '2020' ? 'old' : null;
}

/** True for a new code whose check digit fits, or a code of the old form. */
export function isProjectCode(text: string): boolean {
  if (!pattern.test(text)) return false;
  const form = formOf(text.slice(0, 4));
  if (form !== 'new') return form === 'old';
  const digits = text.replaceAll('-', '');
  return checkDigit(digits.slice(0, 19)) === digits.charAt(19);
}

/** The code, trimmed; refuses `project-code-invalid`. */
export function parseProjectCode(text: string, pointer = ''): string {
  const code = text.trim();
  if (isProjectCode(code)) return code;
  throw fieldRule(pointer, 'project-code-invalid', {
    zh: '项目代码须为 YYMM-区划-部门-类型-随机码与校验码的形式且校验码正确',
    en: 'must be a project code of 24 characters with its check digit',
  });
}

/** The whole new-form code of its first 23 characters (hyphens included). */
export function projectCodeOf(first23: string): string {
  return first23 + checkDigit(first23.replaceAll('-', ''));
}

/** The parts of a valid code. */
export function readProjectCode(code: string): {
  form: 'new' | 'old';
  time: string;
  region: string;
  type: string;
} {
  const [time = '', region = '', , type = ''] = code.split('-');
  return { form: formOf(time) === 'old' ? 'old' : 'new', time, region, type };
}
