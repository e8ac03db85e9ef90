import { describe, expect, it } from '@jest/globals';
import { prefersMinimal } from './prefer.ts';

describe('Prefer', () => {
  it.each([
    'return=minimal',
    'Return=minimal',
    ' return = "minimal" ; note=x',
    'respond-async, return=minimal, return=representation',
    'wait=10,,return=minimal',
  ])('%p asks for no body', (header) => {
    expect(prefersMinimal(header)).toBe(true);
  });

  it.each([
    undefined,
    '',
    'return',
    'return=representation, return=minimal',
    'return=minimalist',
    'no-return=minimal',
    'return-minimal',
    '"return=minimal"',
    'handling=lenient; return=minimal',
  ])('%p does not', (header) => {
    expect(prefersMinimal(header)).toBe(false);
  });
});
