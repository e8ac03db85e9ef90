/** Telephone numbers of mainland China, stored without blanks, hyphens or country code for mobiles. */
import { fieldRule } from './errors.ts';

/** Sources of the normalised forms, for schemas. */
export const MOBILE_PATTERN = '^1[3-9]\\d{9}$';
export const LANDLINE_PATTERN = '^0\\d{2,3}-\\d{7,8}(-\\d{1,6})?$';

const mobile = new RegExp(MOBILE_PATTERN);
const landline = new RegExp(LANDLINE_PATTERN);
// 010 and 02x are the three-digit area codes; all others have four digits.
const written = /^(0(?:10|2\d)|0[3-9]\d{2})-?(\d{7,8})(?:(?:-|转)(\d{1,6}))?$/;

/** True for a normalised mobile or landline number. */
export function isPhone(text: string): boolean {
  return mobile.test(text) || landline.test(text);
}

/** The number as stored (`18012341999`, `0595-28133880`, `0595-28133880-12`); refuses `phone-invalid`. */
export function parsePhone(text: string, pointer = ''): string {
  if (mobile.test(text)) return text;
  const dense = text.replace(/[\s()（）]/gu, '').replace(/[－—–]/gu, '-');
  const number = dense.replace(/^(\+86|0086|86(?=1[3-9]\d{9}$))-?/, '');
  const bare = number.replaceAll('-', '');
  if (mobile.test(bare)) return bare;
  // Behind +86 the area code is written without its 0.
  const national = dense !== number && /^[2-9]|^10/.test(number) ? `0${number}` : number;
  const parts = written.exec(national);
  if (parts !== null)
    return parts
      .slice(1)
      .filter((part) => part !== undefined)
      .join('-');
  throw fieldRule(pointer, 'phone-invalid', {
    zh: '电话须为 11 位手机号或带区号的固定电话',
    en: 'must be an 11-digit mobile number or a landline number with area code',
  });
}
