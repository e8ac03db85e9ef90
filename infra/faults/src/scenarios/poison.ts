import { setTimeout as sleep } from 'node:timers/promises';
import { factHandlers } from '@qinwu/cockpit/jobs/fact-handlers';
import { openDatabase } from '@qinwu/platform/db/database';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { redrive } from '@qinwu/platform/events/dead-letters';
import { createLogger } from '@qinwu/platform/telemetry/logger';
import { eventually } from '@qinwu/testkit/eventually';
import { countEffects, effectFaults, lagAt } from '../check/effects.ts';
import { column } from '../check/evidence.ts';
import type { Bus } from '../cluster/bus.ts';
import { commitDeliveries, owesNothing, PARK, registered } from '../load/events.ts';
import { seededRandom } from '../random.ts';
import { type Outcome, runScenario } from './outcome.ts';

export interface PoisonOptions {
  readonly seed: number;
  readonly count: number;
  /** Before the second try, doubled for each further one; production waits 500. */
  readonly firstMs: number;
  readonly variant: 'sound' | 'swallows';
}

const POISONED_OF = 100;
const ATTEMPTS = 10;
const P99_LAG_MS = 5_000;
const PER_SECOND = 200;
const TOGETHER = 20;

interface DeadRow {
  readonly id: string;
  readonly attempts: number;
  readonly tries: number;
}

/**
 * R10: one message of a hundred fails every time; it is put aside after exactly ten attempts, the others are not held
 * up, and once its cause is mended it is driven again, once.
 */
export function runPoison(bus: Bus, options: PoisonOptions): Promise<Outcome> {
  return runScenario(options.seed, bus, async () => {
    const { count, seed, firstMs, variant } = options;
    const kinds = Array.from(
      { length: count },
      (_, at): Kind => (at % POISONED_OF === 0 ? 'poisoned' : 'sound'),
    );
    const listener = await bus.listener({ VARIANT: variant, FIRST_MS: String(firstMs) });
    await listener.start();
    bus.relay();
    const { sound, poisoned } = await publishEvenly(bus, seededRandom(seed).shuffled(kinds));
    await eventually(() => owesNothing(bus.producer), {
      within: 30_000 + firstMs * 2 ** ATTEMPTS,
      every: 50,
    });
    await listener.stop();
    const [effects, p99LagMs] = [
      await countEffects(bus.listenerUrl, sound),
      await lagAt(bus.listenerUrl, 0.99),
    ];
    const dead = await deadLetters(bus.listenerUrl);
    const wanted = new Set(poisoned.map((row) => row.eventId));
    const astray = dead.filter((row) => !wanted.has(row.id)).length + wanted.size - dead.length;
    // The handler may see an event alone more often: a batch can have shrunk to it before it was tried by itself.
    const otherAttempts = dead.filter((row) => row.attempts !== ATTEMPTS || row.tries < ATTEMPTS).length;
    const mostTries = Math.max(0, ...dead.map((row) => row.tries));
    const redriven = await redriveAll(bus, dead);
    const after = await countEffects(bus.listenerUrl, [...sound, ...poisoned]);
    return {
      figures: {
        events: count,
        dead: dead.length,
        otherAttempts,
        mostTries,
        p99LagMs,
        ...redriven,
        ...after,
      },
      faults: [
        ...effectFaults(effects).map((fault) => `before redrive: ${fault}`),
        ...effectFaults(after).map((fault) => `after redrive: ${fault}`),
        ...(astray === 0 ? [] : [`${dead.length} dead letters for ${wanted.size} poisoned events`]),
        ...(otherAttempts === 0 ? [] : [`${otherAttempts} dead letters had other than ${ATTEMPTS} attempts`]),
        ...(p99LagMs <= P99_LAG_MS ? [] : [`p99 lag of the others was ${p99LagMs} ms`]),
        ...(redriven.redriven === dead.length
          ? []
          : [`${redriven.redriven} of ${dead.length} were redriven`]),
        ...(redriven.again === 0 ? [] : [`${redriven.again} were redriven a second time`]),
      ],
    };
  });
}

type Kind = 'sound' | 'poisoned';

/** Below what the bus can carry: a lag then comes from the poison, not from a queue of all there is. */
async function publishEvenly(
  { producer }: Bus,
  kinds: readonly Kind[],
): Promise<Record<Kind, readonly OutboxRow[]>> {
  const sent: Record<Kind, OutboxRow[]> = { sound: [], poisoned: [] };
  const started = performance.now();
  for (let at = 0; at < kinds.length; at += TOGETHER) {
    const early = started + (at * 1_000) / PER_SECOND - performance.now();
    if (early > 0) await sleep(early);
    const rows = kinds.slice(at, at + TOGETHER).flatMap((kind) => {
      const made = registered(kind);
      sent[kind].push(...made);
      return made;
    });
    await commitDeliveries(producer, rows);
  }
  return sent;
}

/** The dead letters with the attempts the listener counted, and the tries the handler saw. */
function deadLetters(listenerUrl: string): Promise<DeadRow[]> {
  return column<DeadRow>(
    listenerUrl,
    `select json_build_object('id', d.event_id, 'attempts', d.attempts,
       'tries', (select count(*) from trial t where t.event_id = d.event_id)) as value from dead_letter d`,
  );
}

/** Drives every dead letter again with handlers that no longer fail, and then once more, which must do nothing. */
async function redriveAll(
  { listenerUrl }: Bus,
  dead: readonly DeadRow[],
): Promise<{ redriven: number; again: number }> {
  const db = openDatabase({ url: listenerUrl, max: 2, log: createLogger('faults', 'silent') });
  const drive = async ({ id }: DeadRow): Promise<boolean> =>
    redrive(db, factHandlers, { park: PARK, eventId: id }).then(
      () => true,
      () => false,
    );
  const outcome = { redriven: 0, again: 0 };
  for (const letter of dead) if (await drive(letter)) outcome.redriven += 1;
  for (const letter of dead) if (await drive(letter)) outcome.again += 1;
  await db.close();
  return outcome;
}
