import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { isRetired } from '../../rules/catalogue/park-catalogue.ts';
import { countSpans } from '../../rules/inputs/count-spans.ts';
import { SCALE } from '../../rules/model/score-model.ts';
import { holdEntering, listEntered } from '../../store/input-vectors.ts';
import type { Enterprises } from '../../store/mirrors/mirrors.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { type Cause, writeCounted } from '../inputs/write-counted.ts';
import { SYSTEM } from '../runs/run-step.ts';
import {
  type CountedIndicator,
  countedIndicators,
  type EventCause,
  type MirroredSpan,
} from './counted-indicators.ts';

interface Counting {
  readonly now: Date;
  readonly traceparent?: string | undefined;
  /** Why an enterprise is counted anew: of several events, one of a record that counts. */
  causeOf(uscc: string, spans: readonly MirroredSpan[]): Cause;
}

/** Counts indicators of entered enterprises anew, under the locks of their inputs. */
async function count(
  deps: Deps,
  tx: Tx,
  { park, usccs }: Enterprises,
  indicators: readonly CountedIndicator[],
  { now, traceparent, causeOf }: Counting,
): Promise<void> {
  await changeInputs(deps, tx, { park, usccs, now, traceparent }, async (knownAt, catalogue) => {
    const changed = new Map<string, string[]>(usccs.map((uscc) => [uscc, []]));
    for (const { code, unit, spans } of indicators) {
      if (isRetired(catalogue, code)) continue;
      // Under the lock: whoever announces another counts these too.
      const found = Map.groupBy(await spans(tx, { park, usccs }), ({ uscc }) => uscc);
      const counts = usccs.map((uscc) => {
        const own = found.get(uscc) ?? [];
        const pieces = countSpans(own.map(({ span }) => span)).map((piece) => ({
          ...piece,
          value: piece.value * SCALE,
        }));
        const cause = causeOf(uscc, own);
        return { uscc, knownAt: knownAt(uscc), pieces, causeOf: () => cause };
      });
      const others = await writeCounted(tx, { actor: SYSTEM, now }, { park, code, unit, counts });
      for (const uscc of others) changed.get(uscc)?.push(code);
    }
    return { answer: null, changed };
  });
}

export interface Recount {
  readonly park: string;
  /** Enterprises whose records are others now, with the events that said so. */
  readonly touched: readonly Touched[];
  readonly traceparent: string | undefined;
}

export interface Touched {
  readonly uscc: string;
  readonly cause: EventCause;
}

/** Counts an indicator anew for enterprises that events touched; those not entered are counted once they are. */
export async function countTouched(
  deps: Deps,
  tx: Tx,
  indicator: CountedIndicator,
  { park, touched, traceparent }: Recount,
): Promise<void> {
  if (touched.length === 0) return;
  const causes = Map.groupBy(touched, ({ uscc }) => uscc);
  const all = [...causes.keys()].toSorted();
  let usccs = await listEntered(tx, park, all);
  if (usccs.length < all.length) {
    await holdEntering(tx, park, 'alone');
    usccs = await listEntered(tx, park, all);
  }
  if (usccs.length === 0) return;
  const causeOf = (uscc: string, spans: readonly MirroredSpan[]): Cause => {
    const own = causes.get(uscc) ?? [];
    const counting = own.filter((one) => spans.some(({ cause }) => cause.eventId === one.cause.eventId));
    return newestCause(counting.length > 0 ? counting : own);
  };
  await count(deps, tx, { park, usccs }, [indicator], { now: deps.clock.now(), traceparent, causeOf });
}

/** Counts what was announced of enterprises before they were entered; in the transaction that enters them. */
export async function countEarlier(
  deps: Deps,
  tx: Tx,
  { park, usccs }: Enterprises,
  { now, traceparent }: { now: Date; traceparent?: string | undefined },
): Promise<void> {
  if (usccs.length === 0) return;
  const found = new Set<string>();
  const indicators: CountedIndicator[] = [];
  for (const indicator of countedIndicators) {
    const spans = await indicator.spans(tx, { park, usccs });
    if (spans.length > 0) indicators.push(indicator);
    for (const { uscc } of spans) found.add(uscc);
  }
  if (found.size === 0) return;
  const of = { park, usccs: [...found].toSorted() };
  await count(deps, tx, of, indicators, { now, traceparent, causeOf: (_, spans) => newestCause(spans) });
}

/** Ids of events are in the order of their making. */
function newestCause(found: readonly { readonly cause: EventCause }[]): Cause {
  const causes = found.map(({ cause }) => cause).toSorted((a, b) => (a.eventId < b.eventId ? 1 : -1));
  return causes[0] ?? { eventId: null, ref: '' };
}
