import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { startOfDay } from '@qinwu/domain/local-date';
import type { ExcludedPeriod } from '../../injury-vocabulary.ts';
import { extendClock, stopClock } from '../case-clock.ts';
import {
  ACCEPT,
  daysLeft,
  decideTerm,
  EMPLOYER,
  type InjuryClock,
  isLimitNear,
  openFrom,
  openWorkerYear,
  resumeClock,
  stopLimit,
  suspendClock,
} from './limits.ts';

const calendar = chinaCalendar();
const ID = '0198f000-0000-7000-8000-000000000001';
const now = new Date('2025-09-01T01:00:00Z');

/** The last day of a limit. */
const lastDay = ({ dueAt }: InjuryClock) =>
  new Date(dueAt.getTime() - 1 + 8 * 3_600_000).toISOString().slice(0, 10);
const employer = (from: string) => openFrom(ID, 'employer', EMPLOYER, { from, now, calendar });
const worker = (from: string, excluded: ExcludedPeriod[] = []) =>
  openWorkerYear(ID, from, excluded, { now, calendar });
const period = (from: string, to: string | null): ExcludedPeriod => ({ from, to, reason: 'force-majeure' });

describe('the limits of an application', () => {
  it.each([
    ['2025-08-18', '2025-09-17'],
    ['2024-01-30', '2024-02-29'],
    // Ends within the National Day week: the first working day after it.
    ['2025-09-05', '2025-10-09'],
    ['2025-09-01', '2025-10-09'],
    // Ends on a Saturday that is worked to make up for a holiday.
    ['2025-09-11', '2025-10-11'],
    // Ends on a Sunday.
    ['2025-08-15', '2025-09-15'],
  ])('gives the employer 30 days from %s to %s', (from, last) => {
    expect(lastDay(employer(from))).toBe(last);
  });

  it.each([
    ['2024-02-29', '2025-02-28'],
    ['2023-02-28', '2024-02-28'],
    ['2023-03-01', '2024-03-01'],
    // A Saturday rolls to Monday; the National Day to the end of its week.
    ['2024-03-01', '2025-03-03'],
    ['2024-10-01', '2025-10-09'],
  ])('gives the worker a year from %s to %s', (from, last) => {
    expect(lastDay(worker(from))).toBe(last);
  });

  it.each<[string, ExcludedPeriod[], string]>([
    ['ten days', [period('2024-06-01', '2024-06-10')], '2025-03-11'],
    [
      'overlapping days once',
      [period('2024-06-05', '2024-06-10'), period('2024-06-01', '2024-06-07')],
      '2025-03-11',
    ],
    ['days before the accident not at all', [period('2024-02-01', '2024-03-01')], '2025-03-03'],
    ['days of the event only after it', [period('2024-02-20', '2024-03-05')], '2025-03-05'],
    ['time after the end not at all', [period('2025-03-04', '2025-04-30')], '2025-03-03'],
    // The year is over on a Saturday, and the Sunday and Monday it rolled over stand still with the rest.
    ['time that begins on the roll', [period('2025-03-02', '2025-03-04')], '2025-03-06'],
    [
      'a second period within what the first one added',
      [period('2024-06-01', '2024-06-10'), period('2025-03-10', '2025-03-12')],
      '2025-03-14',
    ],
  ])('does not count %s', (_, excluded, last) => {
    expect(lastDay(worker('2024-03-01', excluded))).toBe(last);
  });

  it('stands still while a period has not ended, and keeps what was left when it is stopped', () => {
    const open = [period('2024-06-05', '2024-06-10'), period('2024-06-01', null)];
    const standing = worker('2024-03-01', open);
    expect([daysLeft(standing, now), standing.nextLightAt]).toEqual([null, null]);
    // Handed over fifteen months after the accident, the year standing since its third month.
    expect(stopLimit(standing, now, { now, calendar })).toMatchObject({ onTime: true, stoppedAt: now });
    expect(stopLimit(worker('2024-03-01'), now, { now, calendar }).onTime).toBe(false);
    // Over before it began: nothing of it comes back.
    const over = worker('2024-03-01', [period('2025-03-04', null)]);
    expect([lastDay(over), daysLeft(over, startOfDay('2025-03-04'))]).toEqual(['2025-03-03', -1]);
    // Handed over before it began.
    const before = { now: startOfDay('2024-05-01'), calendar };
    expect(stopLimit(standing, before.now, before).onTime).toBe(true);
  });

  it('counts an extension on from the end of the 30 days', () => {
    const clock = extendClock(employer('2025-08-18'), { unit: 'calendar-day', amount: 10 }, calendar, now);
    expect(lastDay(clock)).toBe('2025-09-28');
  });

  it('mirrors the limits of the authority without the days of a suspension', () => {
    const at = { from: '2025-09-01', now, calendar };
    expect(lastDay(openFrom(ID, 'accept', ACCEPT, at))).toBe('2025-09-16');
    expect(lastDay(openFrom(ID, 'decide', decideTerm(true), at))).toBe('2025-09-16');
    const decide = openFrom(ID, 'decide', decideTerm(false), at);
    expect(lastDay(decide)).toBe('2025-10-31');
    const later = { now: new Date('2025-09-20T01:00:00Z'), calendar };
    const paused = suspendClock(decide, '2025-09-10', later);
    expect(daysLeft(paused, later.now)).toBeNull();
    expect(paused.nextLightAt).toBeNull();
    const resumed = resumeClock(paused, '2025-09-20', later);
    expect(lastDay(resumed)).toBe('2025-11-10');
    expect(daysLeft(resumed, later.now)).toBe(51);
    const again = { now: new Date('2025-10-20T01:00:00Z'), calendar };
    const twice = resumeClock(suspendClock(resumed, '2025-10-10', again), '2025-10-20', again);
    expect(lastDay(twice)).toBe('2025-11-20');
  });

  it('lets the last day alone roll: 15 days that would end on a Saturday, with one more, end on a Monday', () => {
    const at = { from: '2025-09-05', now, calendar };
    const decide = openFrom(ID, 'decide', decideTerm(true), at);
    expect(lastDay(decide)).toBe('2025-09-22');
    const later = { now: new Date('2025-09-12T01:00:00Z'), calendar };
    expect(lastDay(resumeClock(suspendClock(decide, '2025-09-11', later), '2025-09-12', later))).toBe(
      '2025-09-22',
    );
  });

  it('brings nothing back by a suspension after the end', () => {
    const decide = openFrom(ID, 'decide', decideTerm(true), { from: '2025-09-01', now, calendar });
    const late = { now: new Date('2025-09-25T01:00:00Z'), calendar };
    const resumed = resumeClock(suspendClock(decide, '2025-09-18', late), '2025-09-25', late);
    expect(lastDay(resumed)).toBe('2025-09-16');
  });

  it('counts the days left to the last day', () => {
    const clock = employer('2025-08-18');
    const on = (day: string) => daysLeft(clock, startOfDay(day));
    expect([on('2025-09-14'), on('2025-09-17'), on('2025-09-18')]).toEqual([3, 0, -1]);
    expect(daysLeft(stopClock(clock, now), now)).toBeNull();
  });

  it('looks at the limit that binds who applies', () => {
    const clocks = [employer('2025-08-18'), worker('2025-08-18')];
    const near = (byEmployer: boolean, day: string) =>
      isLimitNear(clocks, { byEmployer, nearDays: 3, now: startOfDay(day) });
    expect(near(true, '2025-09-13')).toBe(false);
    expect(near(true, '2025-09-14')).toBe(true);
    expect(near(true, '2025-09-17')).toBe(true);
    // Over: the employer may be helped by the year alone.
    expect(near(true, '2025-09-18')).toBe(false);
    expect(near(false, '2025-09-17')).toBe(false);
    expect(near(false, '2026-08-15')).toBe(true);
    expect(near(false, '2026-09-15')).toBe(true);
  });
});
