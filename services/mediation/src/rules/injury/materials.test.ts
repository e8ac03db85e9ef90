import { describe, expect, it } from '@jest/globals';
import type { CorrectionNotice } from '../../injury-vocabulary.ts';
import { missingOf, noticeOf, withBrought } from './materials.ts';
import { checklist, DEFAULT_INJURY_SETTINGS } from './settings.ts';

const list = checklist(DEFAULT_INJURY_SETTINGS);
const told = (items: string[]): CorrectionNotice => ({ on: '2025-08-20', items });

describe('the checklist of art. 18', () => {
  it('asks for three materials by law and tells which are missing', () => {
    expect(missingOf(list)).toEqual(['application-form', 'labour-relation', 'diagnosis']);
    const some = withBrought(list, [{ code: 'labour-relation', deFacto: true }], '2025-08-20');
    expect(missingOf(some)).toEqual(['application-form', 'diagnosis']);
    expect(some.find(({ code }) => code === 'labour-relation')).toMatchObject({
      deFacto: true,
      providedOn: '2025-08-20',
    });
  });

  it.each([
    [[{ code: 'unknown' }], 'material-unknown'],
    [[{ code: 'diagnosis' }, { code: 'diagnosis' }], 'material-twice'],
    [[{ code: 'diagnosis', deFacto: true }], 'de-facto-elsewhere'],
  ])('refuses %j', (brought, code) => {
    expect(() => withBrought(list, brought, '2025-08-20')).toThrow(code);
  });

  it('puts everything missing into one notice', () => {
    const { notice, materials } = noticeOf(
      { materials: list, notices: [], details: [] },
      [{ code: 'identity' }],
      '2025-08-20',
    );
    expect(notice.items).toEqual(['application-form', 'labour-relation', 'diagnosis', 'identity']);
    expect(missingOf(materials)).toEqual(notice.items);
  });

  it.each([
    ['what was told before', [{ code: 'diagnosis' }]],
    ['what was missing already', [{ code: 'identity' }]],
    ['what arose on the day of the notice', [{ code: 'identity', arisenOn: '2025-08-20' }]],
    ['nothing in particular', []],
  ])('refuses a second notice of %s', (_, asked) => {
    const before = { materials: list, notices: [told(missingOf(list))], details: [] };
    expect(() => noticeOf(before, asked, '2025-08-25')).toThrow('notified-once');
  });

  it('takes up what has come to be needed since', () => {
    const before = { materials: list, notices: [told(missingOf(list))], details: [] };
    const asked = [{ code: 'death-certificate', arisenOn: '2025-08-22' }];
    expect(noticeOf(before, asked, '2025-08-25').notice.items).toEqual(['death-certificate']);
  });

  it('asks again for what came in answer and does not do, and not before something came', () => {
    const before = { materials: list, notices: [told(missingOf(list))], details: [] };
    const came = { ...before, materials: withBrought(list, [{ code: 'diagnosis' }], '2025-08-22') };
    const { notice, materials } = noticeOf(came, [{ code: 'diagnosis' }], '2025-08-25');
    expect(notice.items).toEqual(['diagnosis']);
    expect(missingOf(materials)).toEqual(missingOf(list));
    const after = { ...came, materials, notices: [...before.notices, notice] };
    expect(() => noticeOf(after, [{ code: 'diagnosis' }], '2025-08-26')).toThrow('notified-once');
    // It opens no way to what was missing all along.
    const both = [{ code: 'diagnosis' }, { code: 'identity' }];
    expect(() => noticeOf(came, both, '2025-08-25')).toThrow('notified-once');
  });

  it('asks for the details that are missing in the same notice, also where every material is there', () => {
    const details = ['event-day', 'sensitive-consent'] as const;
    const { notice } = noticeOf({ materials: list, notices: [], details }, [], '2025-08-20');
    expect(notice).toEqual({ on: '2025-08-20', items: missingOf(list), details });
    const codes = missingOf(list).map((code) => ({ code }));
    const materials = withBrought(list, codes, '2025-08-20');
    const bare = noticeOf({ materials, notices: [], details }, [], '2025-08-20').notice;
    expect(bare).toEqual({ on: '2025-08-20', items: [], details });
    // They are told once, too.
    const again = { materials, notices: [bare], details };
    expect(() => noticeOf(again, [], '2025-08-25')).toThrow('notified-once');
  });

  it('refuses a notice where nothing is missing', () => {
    const codes = missingOf(list).map((code) => ({ code }));
    const materials = withBrought(list, codes, '2025-08-20');
    expect(() => noticeOf({ materials, notices: [], details: [] }, [], '2025-08-20')).toThrow(
      'nothing-missing',
    );
  });
});
