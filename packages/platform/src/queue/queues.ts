import type { ServiceName } from '@qinwu/contracts/service-name';

/** What a service's queue carries: events for it, acknowledgements of its own events, a nudge for its jobs. */
export type MessageKind = 'events' | 'acks' | 'poke';

/** One message; lost messages are sent again from Postgres, so none needs an identity. */
export interface Message {
  readonly kind: MessageKind;
  readonly data: unknown;
  /** Milliseconds before it may be taken. */
  readonly delayMs?: number;
}

/** How a service's queue stands. */
export interface QueueState {
  /** Messages nobody has taken yet. */
  readonly waiting: number;
  /** Changes when the queue's server lost everything; null where that cannot happen. */
  readonly epoch: string | null;
}

/** Takes one message; throwing puts it back for another try. */
export type Consume = (kind: string, data: unknown) => Promise<void>;

/** A worker on one service's queue. */
export interface QueueWorker {
  /** When the last message was finished, in milliseconds of `performance.now()`. */
  lastFinished(): number;
  /** Messages in hand right now. */
  active(): number;
  /** Finishes what is in hand, at most `withinMs`, then lets go. */
  close(withinMs: number): Promise<void>;
}

/** The queues between the services: they carry, and may lose everything at any moment. */
export interface Queues {
  readonly backend: 'redis' | 'postgres';
  /** Rejects at once, never waits, where the queue's server is away. */
  add(service: ServiceName, messages: readonly Message[]): Promise<void>;
  state(service: ServiceName): Promise<QueueState>;
  work(service: ServiceName, concurrency: number, consume: Consume): QueueWorker;
  /** Settings of the queue's server that break the queue, in words for the operator. */
  faults(): Promise<readonly string[]>;
  available(): boolean;
  close(): Promise<void>;
}
