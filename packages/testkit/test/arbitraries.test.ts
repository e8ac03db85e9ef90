import { describe, expect, it } from '@jest/globals';
import { isCitizenId } from '@qinwu/domain/citizen-id';
import { isPhone } from '@qinwu/domain/phone';
import { SAFE_TEXT_NOT_BLANK } from '@qinwu/domain/safe-text';
import { isUscc } from '@qinwu/domain/uscc';
import fc from 'fast-check';
import { chineseText, citizenId, hostileText, mobile, uscc } from '../src/arbitraries.ts';

const safe = new RegExp(SAFE_TEXT_NOT_BLANK, 'u');

describe('the arbitraries keep what they promise', () => {
  it.each([
    ['a USCC', uscc(), isUscc],
    ['a citizen ID', citizenId(), isCitizenId],
    ['a mobile number', mobile(), isPhone],
    ['plain text', chineseText(), (text: string) => safe.test(text)],
    ['hostile text', hostileText(), (text: string) => !safe.test(text)],
  ])('%s', (_name, arbitrary, holds) => {
    fc.assert(fc.property(arbitrary, (text) => expect([text, holds(text)]).toEqual([text, true])));
  });
});
