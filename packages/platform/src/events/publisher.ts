import type { EventData, EventDefinition } from '@qinwu/contracts/define-event';
import { writeEnvelope } from '@qinwu/contracts/envelope';
import { listenersOfFact } from '@qinwu/contracts/routing';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { newId } from '@qinwu/domain/id';
import type { OutboxRow } from '../db/outbox-row.ts';

/** The fact to announce about one record. */
export interface Announcement<D extends EventDefinition> {
  readonly park: string;
  /** Id of the record the event is about. */
  readonly subject: string;
  /** The record's version after the change. */
  readonly sequence: number;
  readonly data: EventData<D>;
  readonly time: Date;
  readonly traceparent?: string | undefined;
}

/** Turns a fact into one outbox row per listener; pure, the rows are written by the commit that makes it true. */
export type Announce = <D extends EventDefinition>(event: D, fact: Announcement<D>) => OutboxRow[];

/** The way a service announces facts: it can announce only events it produces, with a payload that fits them. */
export function createAnnouncer(service: ServiceName): Announce {
  return (event, fact) => {
    if (event.producer !== service) throw new Error(`${service} cannot announce ${event.type}`);
    const data = event.payload.parse(fact.data);
    const listeners = listenersOfFact(event.type, data);
    if (listeners.length === 0) return [];
    const eventId = newId();
    const envelope = writeEnvelope({
      specversion: '1.0',
      id: eventId,
      source: `/${service}`,
      type: event.type,
      subject: fact.subject,
      time: fact.time.toISOString(),
      datacontenttype: 'application/json',
      park: fact.park,
      sequence: fact.sequence,
      ...(fact.traceparent === undefined ? {} : { traceparent: fact.traceparent }),
      data,
    });
    return listeners.map((listener) => ({
      eventId,
      listener,
      type: event.type,
      park: fact.park,
      envelope,
    }));
  };
}
