/** Citizen identity number 公民身份号码 (GB 11643-1999): 6 address, 8 birth date, 3 sequence, 1 check character. */
import { fieldRule } from './errors.ts';
import { isLocalDate, type LocalDate } from './local-date.ts';

/** Source of the number's form, for schemas; `isCitizenId` also checks date and check character. */
export const CITIZEN_ID_PATTERN = '^[1-9]\\d{16}[0-9X]$';

const pattern = new RegExp(CITIZEN_ID_PATTERN);
const oldPattern = /^[1-9]\d{14}$/;
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * Number(first17.charAt(i)), 0);
  return '10X98765432'.charAt(sum % 11);
}

function dated(digits: string): LocalDate {
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}

/**
 * True for an 18-character number in upper case with an existing birth date and a fitting check character.
 * The address code is not looked up: codes abolished since stay on people's cards.
 */
export function isCitizenId(text: string): boolean {
  return (
    pattern.test(text) && isLocalDate(dated(text.slice(6, 14))) && checkCharacter(text) === text.charAt(17)
  );
}

/** True for a 15-digit number as issued until 1999; kept as written, never taken in anew. */
export function isOldCitizenId(text: string): boolean {
  return oldPattern.test(text) && isLocalDate(dated(`19${text.slice(6, 12)}`));
}

/** The number, trimmed and in upper case; 15 digits only where `old` is allowed. Refuses `citizen-id-invalid`. */
export function parseCitizenId(text: string, pointer = '', { old = false } = {}): string {
  const number = text.trim().toUpperCase();
  if (isCitizenId(number) || (old && isOldCitizenId(number))) return number;
  throw fieldRule(pointer, 'citizen-id-invalid', {
    zh: '公民身份号码须为 18 位，出生日期存在且校验码正确',
    en: 'must be an 18-character citizen identity number with an existing birth date and its check character',
  });
}

/** What a valid number (18 or 15 characters) says of its holder. */
export function readCitizenId(number: string): { region: string; born: LocalDate; sex: 'male' | 'female' } {
  const isOld = number.length === 15;
  const born = dated(isOld ? `19${number.slice(6, 12)}` : number.slice(6, 14));
  const sequence = Number(number.slice(isOld ? 12 : 14, isOld ? 15 : 17));
  return { region: number.slice(0, 6), born, sex: sequence % 2 === 1 ? 'male' : 'female' };
}
