/** Unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last one a check character. */
import { fieldRule } from './errors.ts';

const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** Source of the code's form, for schemas; `isUscc` also checks the check character. */
export const USCC_PATTERN = '^[0-9A-HJ-NPQRTUWXY]{2}\\d{6}[0-9A-HJ-NPQRTUWXY]{10}$';

const pattern = new RegExp(USCC_PATTERN);

function checkCharacter(first17: string): string {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17.charAt(i)), 0);
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/** True for a code in upper case whose check character fits. */
export function isUscc(text: string): boolean {
  return pattern.test(text) && checkCharacter(text) === text.charAt(17);
}

/** The code, trimmed and in upper case; refuses `uscc-invalid`. */
export function parseUscc(text: string, pointer = ''): string {
  const code = text.trim().toUpperCase();
  if (isUscc(code)) return code;
  throw fieldRule(pointer, 'uscc-invalid', {
    zh: '统一社会信用代码须为 18 位且校验码正确',
    en: 'must be an 18-character unified social credit code with its check character',
  });
}

/** The whole code of its first 17 characters; they must be of the code's alphabet. */
export function usccOf(first17: string): string {
  const code = first17 + checkCharacter(first17);
  if (!pattern.test(code))
    throw new RangeError('not the first 17 characters of a unified social credit code');
  return code;
}

const ORG_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];
const ORG_ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * True where the organisation code inside (characters 9 to 17, GB 11714) fits its own check character.
 * Some codes in force do not, so this is a warning and never a reason to refuse.
 */
export function hasOrganisationCheck(uscc: string): boolean {
  const body = uscc.slice(8, 16);
  const sum = ORG_WEIGHTS.reduce(
    (total, weight, i) => total + weight * ORG_ALPHABET.indexOf(body.charAt(i)),
    0,
  );
  return uscc.charAt(16) === '0123456789X0'.charAt(11 - (sum % 11));
}
