import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** The measurements of one service: its registry, and what the bus and the jobs count. */
export interface Metrics {
  readonly registry: Registry;
  /** Deliveries that no listener has acknowledged yet, by listener. */
  readonly outboxOpen: Gauge<'listener'>;
  /** Envelopes handed to the queue, resends included, by listener. */
  readonly relayed: Counter<'listener'>;
  /** Events whose effect was committed, by type. */
  readonly eventsHandled: Counter<'type'>;
  /** Deliveries that came again and had no effect. */
  readonly eventsRepeated: Counter;
  /** Deliveries that were put aside, by reason. */
  readonly deadLetters: Counter<'reason'>;
  /** Seconds from the event's commit to its effect. */
  readonly eventSeconds: Histogram;
  /** Seconds one slice of a durable job took, by kind and outcome. */
  readonly jobSeconds: Histogram<'kind' | 'outcome'>;
}

/** Opens the registry of a service with the process's own figures; every series is labelled with the service. */
export function createMetrics(service: string, options: { process?: 'with' | 'without' } = {}): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  if (options.process !== 'without') collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    outboxOpen: new Gauge({
      name: 'qinwu_outbox_open',
      help: 'Deliveries not yet acknowledged',
      labelNames: ['listener'],
      registers,
    }),
    relayed: new Counter({
      name: 'qinwu_relay_envelopes_total',
      help: 'Envelopes handed to the queue',
      labelNames: ['listener'],
      registers,
    }),
    eventsHandled: new Counter({
      name: 'qinwu_events_handled_total',
      help: 'Events whose effect was committed',
      labelNames: ['type'],
      registers,
    }),
    eventsRepeated: new Counter({
      name: 'qinwu_events_repeated_total',
      help: 'Deliveries that came again',
      registers,
    }),
    deadLetters: new Counter({
      name: 'qinwu_dead_letters_total',
      help: 'Deliveries put aside',
      labelNames: ['reason'],
      registers,
    }),
    eventSeconds: new Histogram({
      name: 'qinwu_event_seconds',
      help: 'Seconds from commit to effect',
      buckets: [0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.15, 0.3, 1, 5, 30, 120],
      registers,
    }),
    jobSeconds: new Histogram({
      name: 'qinwu_job_slice_seconds',
      help: 'Seconds per slice of a durable job',
      labelNames: ['kind', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60],
      registers,
    }),
  };
}
