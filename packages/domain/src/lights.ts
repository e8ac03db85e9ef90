/** Warning lights: how much of the time a case has used, as instants that a sweep can index. */
import type { Measure } from './work-hours.ts';

export type Light = 'green' | 'yellow' | 'orange' | 'red';

/** Shares of the time used, 0 to 1, at which a light begins. */
export interface Thresholds {
  yellow: number;
  orange: number;
}

export const DEFAULT_THRESHOLDS: Thresholds = { yellow: 0.5, orange: 0.8 };

/** When each light begins; null where an open pause keeps it from beginning. */
export interface Lights {
  yellow: Date | null;
  orange: Date | null;
  red: Date | null;
}

/**
 * The instants of the lights of a deadline that counts from `origin` to `end`, but not during the pauses (all in ms).
 * A share is of the running time, so that a pause moves the lights by as much as the end.
 */
export function lightsFor(
  pauses: readonly { from: number; to: number | null }[],
  origin: number,
  end: number,
  measure: Measure,
  thresholds: Thresholds,
): Lights {
  const runs: { from: number; length: number }[] = [];
  let from = origin;
  let open: number | null = null;
  for (const pause of pauses) {
    runs.push({ from, length: measure.between(from, pause.from) });
    from = pause.to ?? end;
    if (pause.to === null) open = pause.from;
  }
  if (open === null) runs.push({ from, length: measure.between(from, end) });
  const rest = open === null ? 0 : measure.between(open, end);
  const total = runs.reduce((sum, run) => sum + run.length, rest);
  const instantOf = (share: number): Date | null => {
    let left = Math.round(total * share);
    for (const run of runs) {
      if (left <= run.length) return new Date(measure.after(run.from, left));
      left -= run.length;
    }
    return null;
  };
  const red = open === null ? new Date(end) : null;
  return { yellow: instantOf(thresholds.yellow), orange: instantOf(thresholds.orange), red };
}

/** The light at that instant. */
export function lightAt(lights: Lights, now: Date): Light {
  const begun = (instant: Date | null) => instant !== null && instant.getTime() <= now.getTime();
  if (begun(lights.red)) return 'red';
  if (begun(lights.orange)) return 'orange';
  return begun(lights.yellow) ? 'yellow' : 'green';
}

/** When the light changes next, or null where it never will as things stand. */
export function nextLightAt(lights: Lights, now: Date): Date | null {
  const times = [lights.yellow, lights.orange, lights.red]
    .map((instant) => instant?.getTime() ?? Number.NaN)
    .filter((time) => time > now.getTime());
  return times.length === 0 ? null : new Date(Math.min(...times));
}
