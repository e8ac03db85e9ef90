import type { EventData, EventDefinition } from '@qinwu/contracts/define-event';
import type { FactChange } from './fact-change.ts';

/** One line of the table: an event and the facts that follow from what it carries. */
export interface FactRule {
  readonly event: EventDefinition;
  /** Throws a ZodError when the data is not what the event carries. */
  readonly facts: (data: unknown) => readonly FactChange[];
}

/** Binds the facts of an event to it so that its payload is typed. */
export function factRule<D extends EventDefinition>(
  event: D,
  facts: (data: EventData<D>) => readonly FactChange[],
): FactRule {
  return { event, facts: (data) => facts(event.payload.parse(data) as EventData<D>) };
}

/** A fact that is counted and no more. */
export const PLAIN = { until: null, amount: null, distinctKey: null, dims: {}, withdrawn: false } as const;
