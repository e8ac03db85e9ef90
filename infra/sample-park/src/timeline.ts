import type { Random } from './random.ts';

/** Milestones in the order in which a grievance passes them. */
const PATH = [
  'accepted',
  'dispatched',
  'signed',
  'started',
  'replied',
  'calledBack',
  'closed',
  'writtenOff',
  'archived',
] as const;

type Milestone = 'registered' | 'declined' | (typeof PATH)[number];
export type Timeline = Partial<Record<`${Milestone}At`, string>>;

/** The last milestone of a grievance that stands in this state, and how often the state occurs. */
const LAST_MILESTONE = {
  REGISTERED: 'registered',
  DECLINED: 'declined',
  ACCEPTED: 'accepted',
  DISPATCHED: 'dispatched',
  RETURN_REQUESTED: 'dispatched',
  SIGNED: 'signed',
  IN_PROGRESS: 'started',
  REPLIED: 'replied',
  CALLBACK: 'calledBack',
  REDO: 'calledBack',
  CLOSED: 'closed',
  WRITTEN_OFF: 'writtenOff',
  ARCHIVED: 'archived',
} as const;

export type State = keyof typeof LAST_MILESTONE;

/** Hours from one milestone to the next: least and most. */
const PACE: Record<(typeof PATH)[number], readonly [number, number]> = {
  accepted: [0.1, 6],
  dispatched: [0.1, 5],
  signed: [0.2, 8],
  started: [0.2, 20],
  replied: [2, 90],
  calledBack: [12, 70],
  closed: [0.5, 24],
  writtenOff: [1, 72],
  archived: [24, 240],
};

const HOUR = 3_600_000;

/** RFC 3339 in the park's own time, as its books are kept. */
function parkTime(instant: number): string {
  return `${new Date(instant + 8 * HOUR).toISOString().slice(0, 19)}+08:00`;
}

/**
 * When a grievance of this state, registered at this instant, passed its milestones. The acceptance
 * follows within working hours of the same day, so that a count by acceptance date is the drawn one.
 */
export function timelineOf(random: Random, state: State, registeredAt: Date): Timeline {
  const last = LAST_MILESTONE[state];
  const timeline: Timeline = { registeredAt: parkTime(registeredAt.getTime()) };
  if (last === 'registered') return timeline;
  let at = registeredAt.getTime();
  if (last === 'declined') return { ...timeline, declinedAt: parkTime(at + random.int(1, 5) * HOUR) };
  for (const milestone of PATH) {
    const [least, most] = PACE[milestone];
    at += Math.round((least + random.next() * (most - least)) * HOUR);
    timeline[`${milestone}At`] = parkTime(at);
    if (milestone === last) break;
  }
  return timeline;
}

/** A moment of a drawn day between the two dates, 08:00 to 17:00; patrols keep to Mondays to Saturdays. */
export function drawMoment(random: Random, from: string, to: string, days: 'any' | 'patrol'): Date {
  const first = Date.parse(`${from}T00:00:00+08:00`);
  const span = Math.round((Date.parse(`${to}T00:00:00+08:00`) - first) / (24 * HOUR));
  let day = first;
  do day = first + random.int(0, span) * 24 * HOUR;
  while (days === 'patrol' && new Date(day + 8 * HOUR).getUTCDay() === 0);
  return new Date(day + 8 * HOUR + random.int(0, 9 * 3600) * 1000);
}
