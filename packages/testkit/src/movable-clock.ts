const MINUTE = 60_000;

export interface MovableClock {
  now(): Date;
  /** Puts the clock to an instant (RFC 3339 text or Date). */
  set(instant: string | Date): void;
  advance(by: { days?: number; hours?: number; minutes?: number; ms?: number }): void;
}

/** A clock that stands still until a test moves it; Monday 2025-09-01 09:00 in Shanghai by default. */
export function createMovableClock(start: string | Date = '2025-09-01T01:00:00.000Z'): MovableClock {
  let at = new Date(start).getTime();
  return {
    now: () => new Date(at),
    set: (instant) => {
      at = new Date(instant).getTime();
    },
    advance: ({ days = 0, hours = 0, minutes = 0, ms = 0 }) => {
      at += days * 1_440 * MINUTE + hours * 60 * MINUTE + minutes * MINUTE + ms;
    },
  };
}
