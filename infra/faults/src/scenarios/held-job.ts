import { signEnvelope } from '@qinwu/platform/events/message';
import { eventually } from '@qinwu/testkit/eventually';
import { countEffects, effectFaults } from '../check/effects.ts';
import { countOf } from '../check/evidence.ts';
import type { Bus } from '../cluster/bus.ts';
import { commitDeliveries, owesNothing, registered } from '../load/events.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface HeldJobOptions {
  readonly seed: number;
  readonly kills: number;
  /** `lost-at-second-death` hands the message to a queue as it comes, without an outbox behind it. */
  readonly variant: 'sound' | 'lost-at-second-death';
  /** How long each take-up may take. */
  readonly takenUpWithinMs: number;
}

const HELD_MS = '60000';

/** R9: the worker is killed again and again with the same message in hand; it is always taken up, and applied once. */
export function runHeldJob(bus: Bus, options: HeldJobOptions): Promise<Outcome> {
  return runScenario(options.seed, bus, async () => {
    const rows = registered();
    const sound = options.variant === 'sound';
    const variant = sound ? 'sound' : 'bullmq-defaults';
    if (sound) {
      bus.relay();
      await commitDeliveries(bus.producer, rows);
    } else await handToQueue(bus, rows);
    const holding = await bus.listener({ VARIANT: variant, HOLD_MS: HELD_MS });
    const faults: string[] = [];
    const takenUpMs: number[] = [];
    for (let kill = 1; kill <= options.kills; kill++) {
      await holding.start();
      const ms = await takenUp(bus, kill, options.takenUpWithinMs);
      if (ms === null) faults.push(`not taken up again after kill ${kill - 1}`);
      await holding.kill();
      if (ms === null) break;
      takenUpMs.push(ms);
    }
    const last = await bus.listener({ VARIANT: variant });
    await last.start();
    const applied = async (): Promise<boolean> => (await countOf(bus.listenerUrl, EFFECTS)) > 0;
    await eventually(applied, { within: options.takenUpWithinMs, every: 50 }).catch(() => undefined);
    if (sound) await eventually(() => owesNothing(bus.producer), { within: 40_000, every: 50 });
    await last.stop();
    const effects = await countEffects(bus.listenerUrl, rows);
    return {
      figures: { kills: takenUpMs.length, slowestTakeUpMs: Math.max(0, ...takenUpMs), ...effects },
      faults: [...faults, ...effectFaults(effects)],
    };
  });
}

const EFFECTS = 'select count(*) as value from effect';
const TRIALS = 'select count(*) as value from trial';

async function handToQueue({ queues, keys }: Bus, rows: readonly { envelope: string }[]): Promise<void> {
  const envelopes = rows.map(({ envelope }) => signEnvelope(keys, 'cockpit', envelope));
  await eventually(() => queues.available(), { within: 5_000 });
  await queues.add('cockpit', [{ kind: 'events', data: { envelopes } }]);
}

/** Milliseconds until a worker has the message in hand for the `time`-th time; null where it does not come to that. */
async function takenUp({ listenerUrl }: Bus, time: number, withinMs: number): Promise<number | null> {
  const started = performance.now();
  const inHand = async (): Promise<boolean> => (await countOf(listenerUrl, TRIALS)) >= time;
  try {
    await eventually(inHand, { within: withinMs, every: 50 });
    return Math.round(performance.now() - started);
  } catch {
    return null;
  }
}
