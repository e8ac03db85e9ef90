import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isDomainError } from './errors.ts';
import { hasOrganisationCheck, isUscc, parseUscc, usccOf } from './uscc.ts';

const published = ['91330100799655058B', '91440300708461136T', '91110000802100433B'];
const synthetic = [
  '91350582MA0000015J',
  '91350582MA0000023D',
  '91350582MA00000318',
  '91350582MA000004X0',
  '91350582MA00000580',
  '91350582MA0000066T',
];
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

describe('unified social credit code', () => {
  it.each([...published, ...synthetic, '91350100M000100Y43'])('takes %s', (code) => {
    expect(isUscc(code)).toBe(true);
    expect(usccOf(code.slice(0, 17))).toBe(code);
  });

  it.each([
    '91350100M000100Y4A',
    '91330100799655058b',
    '91330100799655058',
    '91330100799655058BB',
    '9133010079965505IB',
    '',
  ])('refuses %s', (code) => expect(isUscc(code)).toBe(false));

  it('reads what officials type', () =>
    expect(parseUscc(' 91330100799655058b\n')).toBe('91330100799655058B'));

  it('names the field it refuses', () => {
    const act = () => parseUscc('91350100M000100Y4A', '/enterprise');
    expect(act).toThrow('uscc-invalid');
    try {
      act();
    } catch (error) {
      expect(isDomainError(error) && error.errors[0]?.pointer).toBe('/enterprise');
    }
  });

  it('catches any single wrong character', () => {
    const change = fc.record({
      code: fc.constantFrom(...published, ...synthetic),
      place: fc.nat(17),
      to: fc.constantFrom(...alphabet),
    });
    fc.assert(
      fc.property(change, ({ code, place, to }) => {
        fc.pre(code[place] !== to);
        expect(isUscc(code.slice(0, place) + to + code.slice(place + 1))).toBe(false);
      }),
    );
  });

  it('warns of the organisation code inside', () => {
    expect(published.every(hasOrganisationCheck)).toBe(true);
    // The organisation check moved by one, under a whole code that is valid.
    expect(hasOrganisationCheck(usccOf('91350582MA0000016'))).toBe(false);
  });
});
