import { describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { lit, openPromise } from './instalment-clock.ts';

const calendar = chinaCalendar();
const now = new Date('2025-09-20T02:00:00Z');
const at = (instant: string) => ({ now: new Date(instant), calendar });
const promise = (dueOn: string, effectiveOn = '2025-09-20') =>
  openPromise({ id: 'c', ref: 'i', dueOn, reminderDays: 3 }, effectiveOn, { now, calendar });

describe('clock of an instalment', () => {
  it('is due on the day the parties wrote, a holiday too', () => {
    // 1 October, the first of eight days off.
    expect(promise('2025-10-01').dueAt.toISOString()).toBe('2025-10-01T16:00:00.000Z');
  });

  it('turns yellow three days before, orange on the day, red after it', () => {
    const clock = promise('2025-10-01');
    expect(clock.light).toBe('green');
    expect(clock.nextLightAt?.toISOString()).toBe('2025-09-27T16:00:00.000Z');
    expect(lit(clock, 3, at('2025-09-27T15:59:59Z')).light).toBe('green');
    expect(lit(clock, 3, at('2025-09-27T16:00:00Z')).light).toBe('yellow');
    expect(lit(clock, 3, at('2025-09-30T16:00:00Z')).light).toBe('orange');
    expect(lit(clock, 3, at('2025-10-01T16:00:00Z'))).toMatchObject({ light: 'red', nextLightAt: null });
  });

  it('gives the day of effect to what was due before it', () => {
    expect(promise('2025-09-18').dueAt.toISOString()).toBe('2025-09-20T16:00:00.000Z');
  });
});
