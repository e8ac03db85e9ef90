import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isCitizenId, isOldCitizenId, parseCitizenId, readCitizenId } from './citizen-id.ts';

const valid = [
  '11010519491231002X',
  '440524188001010014',
  '350582190001010019',
  '350582190001010027',
  '35058219000101006X',
];

describe('citizen identity number', () => {
  it.each(valid)('takes %s', (number) => expect(isCitizenId(number)).toBe(true));

  it.each([
    '11010519491231002x',
    '110105194912310021',
    '110105194902310029',
    '01010519491231002X',
    '350582900101001',
    '35058219000101001',
  ])('refuses %s', (number) => expect(isCitizenId(number)).toBe(false));

  it('refuses a date that does not exist whatever its check character', () => {
    const whole = [...'0123456789X'].map((check) => `35058219000230001${check}`);
    expect(whole.some(isCitizenId)).toBe(false);
  });

  it('takes 15 digits only where old numbers are read', () => {
    expect(isOldCitizenId('350582900101001')).toBe(true);
    expect(isOldCitizenId('350582900231001')).toBe(false);
    expect(() => parseCitizenId('350582900101001')).toThrow('citizen-id-invalid');
    expect(parseCitizenId('350582900101001', '', { old: true })).toBe('350582900101001');
  });

  it('reads birth date and sex', () => {
    expect(readCitizenId('11010519491231002X')).toEqual({
      region: '110105',
      born: '1949-12-31',
      sex: 'female',
    });
    expect(readCitizenId('350582900101001')).toEqual({ region: '350582', born: '1990-01-01', sex: 'male' });
  });

  it('writes the X in upper case', () =>
    expect(parseCitizenId(' 11010519491231002x ')).toBe('11010519491231002X'));

  it('takes numbers of Hong Kong, Macao and Taiwan residents', () => {
    const body = '81000019900101001';
    const whole = [...'0123456789X'].map((check) => body + check).filter(isCitizenId);
    expect(whole).toHaveLength(1);
  });

  it('catches any single wrong digit', () => {
    const change = fc.record({
      number: fc.constantFrom(...valid),
      place: fc.nat(16),
      to: fc.integer({ min: 0, max: 9 }),
    });
    fc.assert(
      fc.property(change, ({ number, place, to }) => {
        fc.pre(number[place] !== String(to));
        expect(isCitizenId(number.slice(0, place) + to + number.slice(place + 1))).toBe(false);
      }),
    );
  });
});
