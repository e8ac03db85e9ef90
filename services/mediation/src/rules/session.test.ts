import { describe, expect, it } from '@jest/globals';
import type { Party } from './case.ts';
import { noticeText, replacedNotice } from './notice-text.ts';
import {
  attendanceOf,
  checkParticipants,
  checkTimes,
  checkVenue,
  ensureBegun,
  ensureRecordable,
  invitedOf,
  sittingOf,
} from './session.ts';

const NOW = new Date('2025-08-20T02:00:00Z');
const at = (time: string) => new Date(`2025-08-${time}:00Z`);
const party = (id: string, side: Party['side']): Party => ({
  id,
  side,
  kind: 'person',
  uscc: null,
  subject: null,
  consent: 'agreed',
  addressSealed: false,
});
const PARTIES = [party('p-1', 'applicant'), party('p-2', 'respondent'), party('p-3', 'third')];
const codesOf = (run: () => unknown): string[] => {
  try {
    run();
    return [];
  } catch (error) {
    return (error as { errors: { pointer: string; code: string }[] }).errors.map(
      ({ pointer, code }) => `${pointer} ${code}`,
    );
  }
};

describe('sessions', () => {
  it.each([
    ['21T01:00', '21T02:00', []],
    ['20T02:00', '20T14:00', []],
    ['21T02:00', '21T01:00', ['/endsAt session-reversed']],
    ['21T01:00', '21T01:00', ['/endsAt session-reversed']],
    ['21T01:00', '21T13:01', ['/endsAt session-too-long']],
    ['20T01:59', '20T03:00', ['/startsAt session-in-past']],
  ])('from %s to %s: %j', (from, to, codes) => {
    expect(codesOf(() => checkTimes({ startsAt: at(from), endsAt: at(to) }, NOW))).toEqual(codes);
  });

  it('may begin in the minute that is running', () => {
    const now = new Date('2025-08-20T02:00:59.999Z');
    const from = (startsAt: string) =>
      codesOf(() => checkTimes({ startsAt: at(startsAt), endsAt: at('20T03:00') }, now));
    expect(from('20T02:00')).toEqual([]);
    expect(from('20T01:59')).toEqual(['/startsAt session-in-past']);
  });

  it.each([
    [{ room: 'R-1' }, []],
    [{ place: '茶桌' }, []],
    [{ link: 'https://meet.example.cn/j/1?p=2' }, []],
    [{ room: 'R-1', link: 'https://meet.example.cn' }, []],
    [{}, ['/place place-missing']],
    [{ link: 'http://meet.example.cn' }, ['/link link-not-https']],
    [{ place: '茶桌', link: 'javascript:alert(1)' }, ['/link link-not-https']],
    [{ link: 'https:meet.example.cn' }, ['/link link-not-https']],
    [{ link: 'https://' }, ['/link link-not-https']],
    [{ link: 'https://meet.example.cn/ 1' }, ['/link link-not-https']],
  ])('at %j: %j', (venue, codes) => {
    expect(codesOf(() => checkVenue({ room: null, place: null, link: null, ...venue }))).toEqual(codes);
  });

  it('are for parties and mediators of the case alone', () => {
    expect(invitedOf(PARTIES, undefined)).toEqual(['p-1', 'p-2', 'p-3']);
    expect(invitedOf(PARTIES, ['p-2', 'p-2'])).toEqual(['p-2']);
    expect(codesOf(() => invitedOf(PARTIES, ['p-1', 'p-9']))).toEqual(['/parties/1 party-unknown']);
    expect(sittingOf(['m-1', 'm-2'], ['m-2'])).toEqual(['m-2']);
    expect(codesOf(() => sittingOf(['m-1'], ['m-3']))).toEqual(['/mediators/0 mediator-not-in-case']);
    expect(codesOf(() => sittingOf([], undefined))).toEqual(['/mediators mediator-missing']);
  });

  it('take in relatives and experts with the consent of both sides', () => {
    const who = (kind: 'relative' | 'police', consentedBy: string[]) => [
      { kind, name: '陈叔', unit: null, consentedBy },
    ];
    expect(codesOf(() => checkParticipants(who('police', []), PARTIES))).toEqual([]);
    expect(codesOf(() => checkParticipants(who('relative', ['p-1', 'p-2']), PARTIES))).toEqual([]);
    expect(codesOf(() => checkParticipants(who('relative', ['p-1']), PARTIES))).toEqual([
      '/participants/0/consentedBy consent-to-participant-missing',
    ]);
    expect(codesOf(() => checkParticipants(who('police', ['p-9']), PARTIES))).toEqual([
      '/participants/0/consentedBy/0 party-unknown',
    ]);
  });

  it('are recorded from their first minute', () => {
    const startsAt = at('21T02:00');
    expect(() => ensureBegun({ startsAt }, at('21T01:59'))).toThrow('session-not-begun');
    expect(() => ensureBegun({ startsAt }, startsAt)).not.toThrow();
  });

  it.each([
    ['MEDIATING', null, '21T02:00', true],
    ['FAILED', '2025-08-21', '21T02:00', true],
    ['EFFECTIVE', '2025-08-21', '20T02:00', true],
    ['FAILED', '2025-08-20', '20T15:59', true],
    ['FAILED', '2025-08-20', '20T16:00', false],
    ['REGISTERED', null, '20T02:00', false],
    ['ARCHIVED', '2025-08-21', '20T02:00', false],
  ] as const)('of a case %s that ended on %s are recorded from %s: %s', (state, concludedOn, from, may) => {
    const run = () => ensureRecordable({ state, concludedOn, endedAt: null }, { startsAt: at(from) });
    if (may) expect(run).not.toThrow();
    else expect(run).toThrow('case-not-in-session');
  });

  it('are recorded as well where the end of an earlier day was entered after them', () => {
    const found = { state: 'EFFECTIVE', concludedOn: '2025-08-20', endedAt: at('21T03:00') } as const;
    expect(() => ensureRecordable(found, { startsAt: at('21T02:00') })).not.toThrow();
    expect(() => ensureRecordable(found, { startsAt: at('21T03:01') })).toThrow('case-not-in-session');
  });

  it('know who of the invited came, and who else', () => {
    const of = (...invited: string[]) => ({
      parties: [{ id: 'p-1' }, { id: 'p-2' }, { id: 'p-3' }],
      invited,
      on: '2025-08-20',
    });
    expect(attendanceOf(of('p-1', 'p-2'), [{ party: 'p-1', present: true }])).toEqual([
      { party: 'p-1', present: true },
      { party: 'p-2', present: false },
    ]);
    expect(attendanceOf(of('p-1'), [{ party: 'p-3', present: true }])).toEqual([
      { party: 'p-1', present: false },
      { party: 'p-3', present: true },
    ]);
    const absent = { party: 'p-3', present: false };
    expect(codesOf(() => attendanceOf(of('p-1'), [absent]))).toEqual([
      '/attendance/0/present party-not-invited',
    ]);
    const said = (...parties: string[]) => parties.map((each) => ({ party: each, present: true }));
    expect(codesOf(() => attendanceOf(of('p-1'), said('p-4')))).toEqual([
      '/attendance/0/party party-unknown',
    ]);
    expect(codesOf(() => attendanceOf(of('p-1'), said('p-1', 'p-1')))).toEqual([
      '/attendance/1/party party-twice',
    ]);
  });

  it('are told of in the time of the park', () => {
    const facts = {
      number: 'MD-1',
      startsAt: at('20T23:30'),
      endsAt: at('21T01:00'),
      room: '一号室',
      place: null,
      link: null,
    };
    const { title, text } = noticeText('session-planned', facts);
    expect(title.zh).toBe('调解会议通知');
    expect(text.zh).toBe('案号 MD-1：时间：2025-08-21 07:30–09:00，地点：一号室。');
    const online = { ...facts, room: null, link: 'https://meet.example.cn/1' };
    expect(noticeText('session-planned', online).text.zh).toContain(
      '09:00，线上：https://meet.example.cn/1。',
    );
    const later = { ...facts, startsAt: at('22T23:30'), endsAt: at('23T01:00') };
    const moved = noticeText('session-moved', later, facts).text;
    expect(moved.zh).toContain('原定 2025-08-21 07:30–09:00；');
    expect(moved.zh).not.toContain('事由');
    const told = { gone: ['甲'], come: ['乙'], reason: '调解室检修。' };
    expect(noticeText('session-moved', later, facts, told).text).toMatchObject({
      zh: expect.stringMatching(/。事由：调解室检修。$/),
      en: expect.stringMatching(/\. Reason: 调解室检修\.$/),
    });
    expect(replacedNotice(facts, told).text.zh).toMatch(/由乙接替。事由：调解室检修。$/);
  });
});
