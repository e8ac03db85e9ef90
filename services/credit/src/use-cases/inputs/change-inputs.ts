import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { holdCatalogue } from '../../store/catalogue/catalogue-lock.ts';
import { type LockedInputs, lockInputs } from '../../store/input-vectors.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { inputsEvent } from './inputs-event.ts';
import { layOutInputs } from './lay-out-inputs.ts';

export interface InputsOf {
  park: string;
  usccs: readonly string[];
  now: Date;
  traceparent?: string | undefined;
  /** What is imported from the past is not announced. */
  silent?: boolean;
}

/** What a change did: the answer, and which indicators count differently, by enterprise. */
export interface InputsWritten<A> {
  answer: A;
  changed: ReadonlyMap<string, readonly string[]>;
  /** Divisions that are others now. */
  industries?: ReadonlyMap<string, string | null>;
}

/**
 * The one way in which inputs of enterprises change: holds the park's catalogue, locks them, lets `write` write values
 * and documents dated with the lock's instant, lays out anew what counts, and announces what changed; all in the
 * given transaction.
 */
export async function changeInputs<A>(
  deps: Deps,
  tx: Tx,
  { park, usccs, now, traceparent, silent = false }: InputsOf,
  write: (knownAt: (uscc: string) => Date, catalogue: ParkCatalogue) => Promise<InputsWritten<A>>,
): Promise<A> {
  await holdCatalogue(tx, park);
  const locked = await lockInputs(tx, park, usccs);
  const catalogue = await catalogueOf(tx, park);
  const inputsOf = (uscc: string): LockedInputs => {
    const inputs = locked.get(uscc);
    if (inputs === undefined) throw unknownEnterprise();
    return inputs;
  };
  const { answer, changed, industries } = await write((uscc) => inputsOf(uscc).knownAt, catalogue);
  const inputs = Array.from(locked.values(), (one) => ({
    ...one,
    industry: industries?.has(one.uscc) ? (industries.get(one.uscc) ?? null) : one.industry,
  }));
  const laid = await layOutInputs(tx, { park, catalogue, day: localDateOf(now) }, inputs);
  const events = laid.flatMap((one) =>
    silent ? [] : inputsEvent(deps, one, changed.get(one.uscc) ?? [], { park, now, traceparent }),
  );
  await publish(tx, events);
  return answer;
}

function unknownEnterprise(): Error {
  return refuse('missing', 'enterprise-missing', {
    zh: '没有登记这家企业',
    en: 'There is no such enterprise',
  });
}
