import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { lockInputs, readInputs } from '../../store/input-vectors.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { inputsEvent } from './inputs-event.ts';
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
  const laid = await layOutInputs(tx, { park, catalogue, day }, [...locked.values()]);
  const events = laid.flatMap((one) => {
    const stood = before.get(one.uscc) ?? [];
    const codes = catalogue.indicators
      .filter((_, at) => (stood[at] ?? null) !== (one.slots[at] ?? null))
      .map(({ code }) => code);
    return inputsEvent(deps, one, codes, { park, now });
  });
  await publish(tx, events);
}
