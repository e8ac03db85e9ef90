import { describe, expect, it } from '@jest/globals';
import {
  type ChoiceOf,
  choiceBlock,
  type Eligible,
  ensureChoosable,
  type PartyMarks,
} from './mediator-choice.ts';

const MEDIATOR: Eligible = {
  id: 'm-1',
  name: '蔡文静',
  subject: 'mediator-1',
  categories: [],
  employer: null,
  citizenIndex: 'index-of-mediator',
  phoneIndex: 'index-of-own-phone',
  relatives: ['index-of-brother', 'index-of-phone'],
  certifiedFrom: '2025-01-01',
  certifiedUntil: '2025-12-31',
  active: true,
};
const PARTY = {
  subject: 'worker-1',
  uscc: null,
  citizenIndex: 'index-of-worker',
  phoneIndexes: [],
  representative: null,
};
const FIRM = {
  subject: null,
  uscc: '91350582MA0000015J',
  citizenIndex: null,
  phoneIndexes: [],
  representative: null,
};
const CASE: ChoiceOf = {
  category: 'wage-arrears',
  organisation: 'window',
  parties: [PARTY, FIRM],
  today: '2025-08-20',
};

const codeOf = (mediator: Partial<Eligible>, of: Partial<ChoiceOf> = {}, disclosed = false) =>
  choiceBlock({ ...MEDIATOR, ...mediator }, { ...CASE, ...of }, disclosed)?.code ?? null;
const facing = (party: Partial<PartyMarks>) => ({
  parties: [{ ...PARTY, ...party }, FIRM],
});

describe('choice of a mediator', () => {
  it('takes who is certified on the day, both ends included', () => {
    expect(codeOf({})).toBeNull();
    expect(codeOf({ certifiedFrom: '2025-08-20', certifiedUntil: '2025-08-20' })).toBeNull();
    expect(codeOf({ certifiedUntil: null })).toBeNull();
    expect(codeOf({ certifiedFrom: '2025-08-21' })).toBe('mediator-not-certified');
    expect(codeOf({ certifiedUntil: '2025-08-19' })).toBe('mediator-not-certified');
    expect(codeOf({ active: false })).toBe('mediator-inactive');
  });

  it('takes nobody who is a party or a relative of one', () => {
    expect(codeOf({}, facing({ subject: 'mediator-1' }))).toBe('mediator-is-party');
    expect(codeOf({}, facing({ citizenIndex: 'index-of-mediator' }))).toBe('mediator-is-party');
    expect(codeOf({}, facing({ citizenIndex: 'index-of-brother' }))).toBe('mediator-is-relative');
    expect(codeOf({}, facing({ phoneIndexes: ['index-of-phone'] }))).toBe('mediator-is-relative');
    // Two who declared nothing are not the same person.
    expect(codeOf({ citizenIndex: null }, { parties: [FIRM] })).toBeNull();
  });

  it('takes nobody with the name of who speaks for a party, unless their telephones differ', () => {
    const speaking = (name: string, phoneIndex: string | null) =>
      facing({ representative: { name, phoneIndex, subject: null } });
    expect(codeOf({}, speaking('蔡文静', null))).toBe('mediator-is-representative');
    expect(codeOf({}, speaking('蔡文静', 'index-of-own-phone'))).toBe('mediator-is-representative');
    expect(codeOf({ phoneIndex: null }, speaking('蔡文静', 'index-of-other'))).toBe(
      'mediator-is-representative',
    );
    expect(codeOf({}, speaking('蔡文静', 'index-of-other'))).toBeNull();
    expect(codeOf({}, speaking('蔡文娟', null))).toBeNull();
  });

  it('takes nobody whose account stands for a party, whatever name it was entered under', () => {
    const standing = (subject: string) =>
      facing({ representative: { name: '李律师', phoneIndex: null, subject } });
    expect(codeOf({}, standing('mediator-1'))).toBe('mediator-is-representative');
    expect(codeOf({}, standing('lawyer-1'))).toBeNull();
  });

  it("takes a party's employee in its own committee alone, and disclosed", () => {
    const employed = { employer: FIRM.uscc };
    expect(codeOf(employed)).toBe('mediator-employed-by-party');
    expect(codeOf(employed, {}, true)).toBe('mediator-employed-by-party');
    expect(codeOf(employed, { organisation: 'enterprise-committee' })).toBe('employment-not-disclosed');
    expect(codeOf(employed, { organisation: 'enterprise-committee' }, true)).toBeNull();
    expect(codeOf({ employer: '91350582MA0000001X' })).toBeNull();
  });

  it('keeps to the categories a mediator takes', () => {
    expect(codeOf({ categories: ['wage-arrears', 'debt'] })).toBeNull();
    expect(codeOf({ categories: ['debt'] })).toBe('category-not-taken');
  });

  it('refuses with every fault at its place', () => {
    const choose = () =>
      ensureChoosable([MEDIATOR, { ...MEDIATOR, active: false }, { ...MEDIATOR, categories: ['ip'] }], CASE, {
        disclosed: [],
        pointer: (n) => `/mediators/${n}`,
      });
    expect(choose).toThrow(
      expect.objectContaining({
        kind: 'rule',
        errors: [
          expect.objectContaining({ pointer: '/mediators/1', code: 'mediator-inactive' }),
          expect.objectContaining({ pointer: '/mediators/2', code: 'category-not-taken' }),
        ],
      }),
    );
  });
});
