import { newId } from '@qinwu/domain/id';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { signEnvelope } from '@qinwu/platform/events/message';
import { eventually } from '@qinwu/testkit/eventually';
import { countEffects, effectFaults } from '../check/effects.ts';
import { column } from '../check/evidence.ts';
import type { Bus } from '../cluster/bus.ts';
import { listed } from '../load/events.ts';
import { type Random, seededRandom } from '../random.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface RepeatOptions {
  readonly seed: number;
  readonly count: number;
  readonly variant: 'sound' | 'no-inbox' | 'last-one-wins';
}

const VERSIONS = 10;
const MOST_COPIES = 5;
const WINDOW = 100;

/** R11: every message arrives one to five times and out of order; each is applied once, the highest version stands. */
export function runRepeats(bus: Bus, options: RepeatOptions): Promise<Outcome> {
  return runScenario(options.seed, bus, async () => {
    const random = seededRandom(options.seed);
    const officers = Array.from({ length: options.count / VERSIONS }, () => newId());
    const versions = Array.from({ length: VERSIONS }, (_, at) => at + 1);
    const rows = versions.flatMap((sequence) => officers.flatMap((officer) => listed(officer, sequence)));
    const listener = await bus.listener({ VARIANT: options.variant });
    await eventually(() => bus.queues.available(), { within: 5_000 });
    const sent = await sendShuffled(bus, rows, random);
    await listener.start();
    const taken = async (): Promise<boolean> => (await bus.queues.state('cockpit')).waiting === 0;
    await eventually(taken, { within: 60_000, every: 50 });
    // A listener that is asked to stop finishes what it has in hand.
    await listener.stop();
    const effects = await countEffects(bus.listenerUrl, rows);
    const behind = await officersNotAt(bus.listenerUrl, VERSIONS);
    const known = await officersNotAt(bus.listenerUrl, 0);
    return {
      figures: { events: rows.length, sent, officers: known, behind, ...effects },
      faults: [
        ...effectFaults(effects),
        ...(known === officers.length ? [] : [`${known} of ${officers.length} officers are known`]),
        ...(behind === 0 ? [] : [`${behind} officers do not stand at their highest version`]),
      ],
    };
  });
}

/** Sends one to five copies of each, shuffled within windows as they travel: neighbours and copies change places. */
async function sendShuffled(
  { queues, keys }: Bus,
  rows: readonly OutboxRow[],
  random: Random,
): Promise<number> {
  const copies = rows.flatMap((row) => Array.from({ length: random.between(1, MOST_COPIES) }, () => row));
  // Versions of one officer lie far apart in the list: dealt out anew, they meet within a window.
  const dealt = random.shuffled(copies);
  for (let at = 0; at < dealt.length; at += WINDOW) {
    const window = random.shuffled(dealt.slice(at, at + WINDOW));
    const envelopes = window.map((row) => signEnvelope(keys, 'cockpit', row.envelope));
    await queues.add('cockpit', [{ kind: 'events', data: { envelopes } }]);
  }
  return dealt.length;
}

function officersNotAt(listenerUrl: string, sequence: number): Promise<number> {
  return column<string>(
    listenerUrl,
    `select count(*) as value from fact where figure_code = 'grievance.officers' and sequence <> $1`,
    [sequence],
  ).then(([count]) => Number(count));
}
