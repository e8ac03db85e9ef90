/** A small memory of due dates: the cases that arrive on one day under one limit all fall due together. */
import type { Calendar } from './calendar.ts';
import type { Due } from './deadline.ts';
import type { WorkHours } from './work-hours.ts';

const MOST_KEYS = 2000;
const noHours = {};
// By identity: neither a calendar nor hours change once made, and the memory goes when they do.
const memory = new WeakMap<Calendar, WeakMap<object, Map<string, Due>>>();

function keysOf(calendar: Calendar, hours: WorkHours | null): Map<string, Due> {
  const byHours = memory.get(calendar) ?? new WeakMap<object, Map<string, Due>>();
  memory.set(calendar, byHours);
  const keys = byHours.get(hours ?? noHours) ?? new Map<string, Due>();
  byHours.set(hours ?? noHours, keys);
  return keys;
}

/** The due date computed before under the same calendar, hours and key, or the one computed now. */
export function remember(calendar: Calendar, hours: WorkHours | null, key: string, compute: () => Due): Due {
  const keys = keysOf(calendar, hours);
  const known = keys.get(key);
  if (known !== undefined) return known;
  const due = compute();
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(key, due);
  return due;
}
