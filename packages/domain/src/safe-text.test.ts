import { describe, expect, it } from '@jest/globals';
import { hasRole, hasScope, isRole, ROLES } from './actor.ts';
import { DomainError, fieldRules, isDomainError, refuse } from './errors.ts';
import { isSafeText, isStorable, SAFE_LINE_NOT_BLANK, tidyText } from './safe-text.ts';

describe('safe text', () => {
  it.each([
    '下水道堵塞，请尽快处理',
    'a',
    ' x ',
    '第一行\n第二行\t缩进',
    '👩‍🔧 维修',
    '𠮷',
    'é',
    '第一行\v第二行',
  ])('takes %j', (text) => expect(isSafeText(text)).toBe(true));

  it.each(['', ' ', '\u3000\u00A0\n', '\u200B\u200D\uFEFF', '\u2800\u3164'])('%j is blank', (text) => {
    expect(isSafeText(text)).toBe(false);
    expect(isStorable(text)).toBe(true);
  });

  it.each([
    'a\u0000b',
    'a\ud800',
    '\udc00a',
    'abc\u202Etxt.exe',
    '\u2066x',
    'a\u200Fb',
    'a\u001Bb',
    'a\uFFFFb',
  ])('%j cannot be stored', (text) => expect([isSafeText(text), isStorable(text)]).toEqual([false, false]));

  it('keeps a title on one line', () => {
    const line = new RegExp(SAFE_LINE_NOT_BLANK, 'u');
    expect(['标题', '标\n题', '标\u2028题', ' '].map((text) => line.test(text))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('is decided in linear time', () => {
    const from = performance.now();
    expect(isSafeText(' '.repeat(200_000))).toBe(false);
    expect(performance.now() - from).toBeLessThan(200);
  });

  it('is tidied at its ends only', () =>
    expect(tidyText('\uFEFF 晋江 园区\u00A0\u200B\n')).toBe('晋江 园区'));
});

describe('refusals', () => {
  const title = { zh: '不可', en: 'No' };

  it('are known in another realm, by their mark', () => {
    const foreign = Object.assign({}, { [Symbol.for('qinwu.domain-error')]: true });
    expect(isDomainError(foreign)).toBe(true);
    expect([
      isDomainError(refuse('rule', 'x', title)),
      isDomainError(new Error('x')),
      isDomainError(null),
    ]).toEqual([true, false, false]);
  });

  it('carry every field at fault', () => {
    const fault = (pointer: string) => ({ pointer, code: 'uscc-invalid', detail: title });
    const error = fieldRules([fault('/a'), fault('/b')]);
    expect(error).toBeInstanceOf(DomainError);
    expect([error.kind, error.code, error.errors.length]).toEqual(['rule', 'uscc-invalid', 2]);
  });
});

describe('actor', () => {
  const actor = {
    id: 'u',
    park: 'p',
    roles: ['officer'] as const,
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(['a']),
  };

  it('has the roles and scopes of its token and no others', () => {
    for (const role of ROLES)
      expect([isRole(role), hasRole(actor, role)]).toEqual([true, role === 'officer']);
    expect([hasRole(actor), isRole('root'), hasScope(actor, 'b', 'a'), hasScope(actor)]).toEqual([
      false,
      false,
      true,
      false,
    ]);
  });
});
