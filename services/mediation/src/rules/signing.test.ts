import { describe, expect, it } from '@jest/globals';
import type { Party } from './case.ts';
import { confirmingParty, isComplete, missingOf, signingParties } from './signing.ts';
import type { Standing } from './standing.ts';

const party = (id: string, side: Party['side']): Party => ({
  id,
  side,
  kind: 'person',
  uscc: null,
  subject: null,
  consent: 'agreed',
  addressSealed: false,
});
const parties = [party('a', 'applicant'), party('r', 'respondent'), party('t', 'third')];
const whole = {
  status: 'confirmed',
  textHash: 'h',
  confirmedBy: ['a', 'r'],
  sealedOn: '2025-08-20',
} as const;
const signed = [
  { signerKind: 'party', signer: 'a' },
  { signerKind: 'party', signer: 'r' },
  { signerKind: 'mediator', signer: 'm' },
] as const;

describe('who signs', () => {
  it('asks a third party only where it pays or is paid', () => {
    expect(signingParties(parties, [])).toEqual(['a', 'r']);
    expect(signingParties(parties, [{ payer: 't', payee: 'a' }])).toEqual(['a', 'r', 't']);
  });

  it('is whole with both sides, a mediator and the seal, and with nothing less', () => {
    expect(isComplete(missingOf(whole, ['a', 'r'], signed))).toBe(true);
    for (const left of signed) {
      const others = signed.filter((each) => each !== left);
      expect(isComplete(missingOf(whole, ['a', 'r'], others))).toBe(false);
    }
    expect(isComplete(missingOf({ ...whole, sealedOn: null }, ['a', 'r'], signed))).toBe(false);
    expect(isComplete(missingOf(whole, ['a', 'r', 't'], signed))).toBe(false);
  });

  it('lets a party confirm for itself, the staff for whom they name', () => {
    const own: Standing = { as: 'party', side: 'applicant', parties: ['a'] };
    const codeOf = (run: () => unknown): string => {
      try {
        return String(run());
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(confirmingParty(own, undefined, ['a', 'r'])).toBe('a');
    expect(confirmingParty({ as: 'window' }, 'r', ['a', 'r'])).toBe('r');
    expect(codeOf(() => confirmingParty(own, 'r', ['a', 'r']))).toBe('party-not-yours');
    expect(codeOf(() => confirmingParty({ as: 'filer' }, 'r', ['a', 'r']))).toBe('party-not-yours');
    expect(codeOf(() => confirmingParty({ as: 'window' }, undefined, ['a', 'r']))).toBe('party-missing');
    expect(codeOf(() => confirmingParty({ as: 'window' }, 't', ['a', 'r']))).toBe('party-unknown');
  });
});
