import { inputsChanged } from '@qinwu/contracts/events/credit';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { lockInputs, readInputs } from '../../store/input-vectors.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { layOutInputs } from './lay-out-inputs.ts';

/** Lays enterprises out by the order of sources their park has now, and announces those for whom another value counts. */
export async function followOrder(
  deps: Deps,
  tx: Tx,
  { park, usccs }: { park: string; usccs: readonly string[] },
): Promise<void> {
  const now = deps.clock.now();
  const day = localDateOf(now);
  const locked = await lockInputs(tx, park, usccs);
  const catalogue = await catalogueOf(tx, park);
  const of = { park, usccs, asOf: day, precedence: catalogue.precedence };
  const before = new Map((await readInputs(tx, of)).map(({ uscc, slots }) => [uscc, slots]));
  await layOutInputs(tx, { park, catalogue, day }, [...locked.values()]);
  const events = (await readInputs(tx, of)).flatMap(({ uscc, slots, version, updatedAt }) => {
    const stood = before.get(uscc) ?? [];
    const codes = catalogue.indicators
      .filter((_, at) => (stood[at] ?? null) !== (slots[at] ?? null))
      .map(({ code }) => code);
    if (codes.length === 0) return [];
    const data = { uscc, codes, changedAt: updatedAt.toISOString() };
    return deps.announce(inputsChanged, { park, subject: uscc, sequence: version, data, time: now });
  });
  await publish(tx, events);
}
