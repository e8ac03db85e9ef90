import { usccOf } from '@qinwu/domain/uscc';
import fc from 'fast-check';

/** Characters of a unified social credit code (GB 32100-2015): no I, O, S, V, Z. */
const USCC_CHARACTERS = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
/** Weights and check characters of GB 11643-1999, written out here so that tests do not lean on the code they test. */
const ID_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const ID_CHECKS = '10X98765432';

/** A valid unified social credit code of an enterprise registered in Sichuan. */
export function uscc(): fc.Arbitrary<string> {
  const body = fc.string({ unit: fc.constantFrom(...USCC_CHARACTERS), minLength: 9, maxLength: 9 });
  return fc
    .tuple(fc.integer({ min: 510_100, max: 510_199 }), body)
    .map(([region, rest]) => usccOf(`91${region}${rest}`));
}

/** A valid 18-digit citizen identity number; nobody's in particular. */
export function citizenId(): fc.Arbitrary<string> {
  const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2006-12-31'), noInvalidDate: true });
  return fc
    .tuple(fc.integer({ min: 510_101, max: 510_132 }), day, fc.integer({ min: 1, max: 999 }))
    .map((parts) => {
      const [region, born, order] = parts;
      const first = `${region}${born.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
      const sum = ID_WEIGHTS.reduce((total, weight, index) => total + weight * Number(first[index]), 0);
      return `${first}${ID_CHECKS[sum % 11]}`;
    });
}

/** A mobile number of mainland China. */
export function mobile(): fc.Arbitrary<string> {
  return fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map(String);
}

/** Plain Chinese text of 1 to `maxLength` characters. */
export function chineseText(maxLength = 40): fc.Arbitrary<string> {
  const unit = fc.constantFrom(...'园区企业诉求道路排水噪声消防用电用工社保融资审批停车物业安全巡查');
  return fc.string({ unit, minLength: 1, maxLength });
}

/** Text no service may store: NUL, lone surrogates, bidirectional controls, or nothing that can be seen. */
export function hostileText(): fc.Arbitrary<string> {
  const poison = fc.constantFrom('\0', '\uD800', '\uDC00', '\u202E', '\u2066');
  const around = fc.tuple(chineseText(5), poison, chineseText(5)).map((parts) => parts.join(''));
  return fc.oneof(around, fc.constantFrom('', ' ', '\u3000', '\u200B', '\u2060\uFEFF'));
}
