import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { column } from './evidence.ts';

/** How often the events of a run were applied. */
export interface EffectCount {
  readonly missing: number;
  readonly twice: number;
  readonly ofNothing: number;
}

/** Counts the effects of the given events in a listener's database. */
export async function countEffects(listenerUrl: string, rows: readonly OutboxRow[]): Promise<EffectCount> {
  const pairs = await column<[string, number]>(
    listenerUrl,
    'select json_build_array(event_id, count(*)) as value from effect group by event_id',
  );
  const effects = new Map(pairs);
  const sent = new Set(rows.map((row) => row.eventId));
  const times = [...sent].map((id) => effects.get(id) ?? 0);
  return {
    missing: times.filter((count) => count === 0).length,
    twice: times.filter((count) => count > 1).length,
    ofNothing: [...effects.keys()].filter((id) => !sent.has(id)).length,
  };
}

/** What is wrong with a count of effects, in words. */
export function effectFaults({ missing, twice, ofNothing }: EffectCount): string[] {
  const counts = {
    'effects missing': missing,
    'applied more than once': twice,
    'effects of nothing': ofNothing,
  };
  return Object.entries(counts).flatMap(([name, count]) => (count === 0 ? [] : [`${name}: ${count}`]));
}

/** Milliseconds from an event's making to its effect, at the given share of all effects; ids carry their time. */
export async function lagAt(listenerUrl: string, share: number): Promise<number> {
  const [lag] = await column<number>(
    listenerUrl,
    `select (percentile_disc(${share}) within group (
       order by extract(epoch from at - uuid_extract_timestamp(event_id)) * 1000))::float8 as value from effect`,
  );
  return Math.round(lag ?? Number.POSITIVE_INFINITY);
}
