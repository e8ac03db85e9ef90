import { inputsChanged } from '@qinwu/contracts/events/credit';
import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import type { Deps } from '../../deps.ts';
import { inputVector } from '../../rules/inputs/input-vector.ts';
import { shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import { type LockedInputs, lockInputs, saveInputs } from '../../store/input-vectors.ts';
import { listCounting } from '../../store/value-writes.ts';

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
 * The one way in which inputs of enterprises change: locks them, lets `write` write values and documents dated with
 * the lock's instant, lays out anew what counts, and announces what changed; all in the given transaction.
 */
export async function changeInputs<A>(
  deps: Deps,
  tx: Tx,
  { park, usccs, now, traceparent, silent = false }: InputsOf,
  write: (knownAt: (uscc: string) => Date) => Promise<InputsWritten<A>>,
): Promise<A> {
  const locked = await lockInputs(tx, park, usccs);
  const inputsOf = (uscc: string): LockedInputs => {
    const inputs = locked.get(uscc);
    if (inputs === undefined) throw unknownEnterprise();
    return inputs;
  };
  const { answer, changed, industries } = await write((uscc) => inputsOf(uscc).knownAt);
  const values = Map.groupBy(await listCounting(tx, park, usccs), ({ uscc }) => uscc);
  const day = localDateOf(now);
  for (const inputs of locked.values()) {
    const { uscc } = inputs;
    const counting = { values: values.get(uscc) ?? [], documents: [] };
    const industry = industries?.has(uscc) ? (industries.get(uscc) ?? null) : inputs.industry;
    const vector = inputVector(counting, shippedCatalogue, day);
    const sequence = await saveInputs(tx, park, { ...inputs, industry }, vector);
    const codes = changed.get(uscc) ?? [];
    if (silent || codes.length === 0) continue;
    const data = { uscc, codes: [...codes], changedAt: inputs.knownAt.toISOString() };
    await publish(
      tx,
      deps.announce(inputsChanged, { park, subject: uscc, sequence, data, time: now, traceparent }),
    );
  }
  return answer;
}

function unknownEnterprise(): Error {
  return refuse('missing', 'enterprise-missing', {
    zh: '没有登记这家企业',
    en: 'There is no such enterprise',
  });
}
