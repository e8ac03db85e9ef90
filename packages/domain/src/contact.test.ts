import { describe, expect, it } from '@jest/globals';
import { isDivision, isIndustry, parseDivision, parseIndustry } from './industry.ts';
import { maskAddress, maskBankCard, maskCitizenId, maskEmail, maskName, maskPhone } from './mask.ts';
import { isPhone, parsePhone } from './phone.ts';
import { isRegion, isWithinRegion, parseRegion, regionName } from './region.ts';

describe('phone', () => {
  it.each([
    ['18012341999', '18012341999'],
    ['180 1234 1999', '18012341999'],
    ['+86-180-1234-1999', '18012341999'],
    ['8618012341999', '18012341999'],
    ['0595-28133880', '0595-28133880'],
    ['(0595) 28133880 转 12', '0595-28133880-12'],
    ['02112345678', '021-12345678'],
    ['+86 595 28133880', '0595-28133880'],
    ['+86 10 12345678', '010-12345678'],
  ])('reads %s', (text, number) => {
    expect(parsePhone(text)).toBe(number);
    expect(isPhone(number)).toBe(true);
  });

  it.each(['12012341999', '1801234199', '28133880', '0595-281338', '12345', ''])('refuses %s', (text) =>
    expect(() => parsePhone(text)).toThrow('phone-invalid'),
  );
});

describe('region and industry', () => {
  it('knows Jinjiang and where it lies', () => {
    expect(regionName('350582')).toBe('晋江市');
    expect(isWithinRegion('350582', '350500') && isWithinRegion('350582', '350000')).toBe(true);
    expect(isWithinRegion('350582', '350583')).toBe(false);
  });

  it('does not refuse a region it has no name for', () => {
    expect(isRegion('110105') && isRegion('810000')).toBe(true);
    expect(isRegion('35058') || isRegion('950582')).toBe(false);
  });

  it('reads what people type, and says which field is wrong', () => {
    expect(parseRegion(' 350582 ')).toBe('350582');
    expect(parseIndustry(' c195 ')).toBe('C195');
    const wrong = (pointer: string) =>
      expect.objectContaining({ errors: [expect.objectContaining({ pointer })] });
    expect(() => parseRegion('35058', '/region')).toThrow(wrong('/region'));
    expect(() => parseIndustry('C44', '/industry')).toThrow(wrong('/industry'));
  });

  it('have 97 divisions', () => {
    const texts = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
    expect(texts.filter((text) => !isDivision(text))).toEqual(['00', '98', '99']);
    for (const text of ['', '3', '039', 'C39', '3９']) expect(isDivision(text)).toBe(false);
    expect(parseDivision('39')).toBe('39');
    expect(() => parseDivision('99')).toThrow('division-invalid');
  });

  it.each(['C13', 'C195', 'C3973', 'I6520'])('takes industry %s', (code) =>
    expect(isIndustry(code)).toBe(true),
  );
  it.each(['C44', 'A13', '1789', 'U99', 'C1'])('refuses industry %s', (code) =>
    expect(isIndustry(code)).toBe(false),
  );
});

describe('masks', () => {
  it('show no more than the default of the field', () => {
    expect(maskName('段正淳')).toBe('段**');
    expect(maskCitizenId('51343620000320711X')).toBe('5***************1X');
    expect(maskPhone('18012341999')).toBe('180****1999');
    expect(maskPhone('0595-28133880')).toBe('0595*******80');
    expect(maskAddress('福建省晋江市世纪大道123号创新大厦')).toBe('福建省晋江市世纪大道********');
    expect(maskEmail('duan@example.com')).toBe('d***@example.com');
    expect(maskBankCard('6222021234567890123')).toBe('6222***********0123');
  });

  it('hide all of a value too short to hide a part of', () => {
    expect([
      maskName('段'),
      maskPhone('12'),
      maskCitizenId('1X'),
      maskAddress('晋江'),
      maskEmail('nobody'),
    ]).toEqual(['*', '**', '**', '**', '******']);
  });

  it('count characters, not halves of them', () => expect(maskName('𠮷田')).toBe('𠮷*'));
});
