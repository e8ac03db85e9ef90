import type { EventData, EventDefinition } from '@qinwu/contracts/define-event';
import type { Tx } from '../db/database.ts';

/** An event as its handler sees it: signed, known, its payload parsed, and new to this service. */
export interface ReceivedEvent<D extends EventDefinition = EventDefinition> {
  readonly id: string;
  readonly type: string;
  /** Path of the producing service, `/grievance`. */
  readonly source: string;
  readonly park: string;
  /** Id of the record the event is about. */
  readonly subject: string;
  /** Version of that record: no order is promised, the highest one stands. */
  readonly sequence: number;
  readonly time: Date;
  readonly traceparent: string | undefined;
  readonly data: EventData<D>;
}

/**
 * What a service does with one type of event: the effect of a whole batch in the transaction that also remembers
 * the events. A batch that throws is halved until the event at fault is alone.
 */
export interface EventHandler {
  readonly event: EventDefinition;
  handle(tx: Tx, events: readonly ReceivedEvent[]): Promise<void>;
}

/** Binds a handler to its event so that the payload is typed. */
export function onEvent<D extends EventDefinition>(
  event: D,
  handle: (tx: Tx, events: readonly ReceivedEvent<D>[]) => Promise<void>,
): EventHandler {
  return { event, handle };
}

const NOT_YET = Symbol.for('qinwu.not-yet');

/** What a handler throws when something it needs has not arrived: the event is tried again for 15 minutes. */
export function notYet(reason: string): Error {
  return Object.assign(new Error(reason), { [NOT_YET]: true });
}

/** Tells whether a handler asked to wait, across module realms. */
export function isNotYet(error: unknown): boolean {
  return typeof error === 'object' && error !== null && NOT_YET in error;
}
