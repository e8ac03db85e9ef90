import { z } from 'zod';
import { catalogue } from './catalogue.ts';
import type { EventDefinition } from './define-event.ts';
import { Envelope } from './envelope.ts';
import { listenersOf, toldOf } from './routing.ts';
import { SERVICE_NAMES, type ServiceName } from './service-name.ts';

type Json = Record<string, unknown>;

const ref = (...path: string[]): Json => ({ $ref: `#/${path.join('/')}` });

function heard(listener: ServiceName): readonly EventDefinition[] {
  return catalogue.filter((event) => listenersOf(event.type).includes(listener));
}

function messageOf(event: EventDefinition): Json {
  const payload = z.toJSONSchema(Envelope.extend({ type: z.literal(event.type), data: event.payload }));
  return { name: event.type, contentType: 'application/json', payload };
}

/** Which events of a channel are sent only where they name a record of its listener. */
function conditionsOf(listener: ServiceName): string {
  return Object.entries(toldOf)
    .flatMap(([type, { [listener]: member }]) =>
      member === undefined ? [] : [` ${type} only with ${member}.`],
    )
    .join('');
}

function channelOf(listener: ServiceName): Json {
  const messages = heard(listener).map((event) => [event.type, ref('components', 'messages', event.type)]);
  return {
    address: listener,
    description: `BullMQ queue of ${listener}, prefix qinwu:{${listener}}; a job named "events" carries up to 100 envelopes.${conditionsOf(listener)}`,
    messages: Object.fromEntries(messages),
  };
}

function operation(
  action: 'send' | 'receive',
  channel: ServiceName,
  events: readonly EventDefinition[],
): Json {
  return {
    action,
    channel: ref('channels', channel),
    messages: events.map((event) => ref('channels', channel, 'messages', event.type)),
  };
}

function operationsOf(listener: ServiceName): [string, Json][] {
  const events = heard(listener);
  const producers = SERVICE_NAMES.filter((name) => events.some((event) => event.producer === name));
  const sends = producers.map((producer): [string, Json] => [
    `${producer}-sends-to-${listener}`,
    operation(
      'send',
      listener,
      events.filter((event) => event.producer === producer),
    ),
  ]);
  return [...sends, [`${listener}-receives`, operation('receive', listener, events)]];
}

/** The AsyncAPI 3.0 document of all events: one channel per listening service, one message per event. */
export function asyncApiDocument(): Json {
  const listeners = SERVICE_NAMES.filter((name) => heard(name).length > 0);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Qinwu 勤务 events',
      version: '0.1.0',
      description:
        'Facts that cross a service border, as CloudEvents 1.0 in JSON. Delivery is at least once and in no ' +
        'promised order: the inbox drops duplicates, `sequence` tells which version of a record is the newest.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      queue: { host: 'localhost:6379', protocol: 'redis', description: 'The job queue; it only carries.' },
    },
    channels: Object.fromEntries(listeners.map((listener) => [listener, channelOf(listener)])),
    operations: Object.fromEntries(listeners.flatMap(operationsOf)),
    components: { messages: Object.fromEntries(catalogue.map((event) => [event.type, messageOf(event)])) },
  };
}

/** The document as the text that is committed as docs/asyncapi.json. */
export function asyncApiText(): string {
  return `${JSON.stringify(asyncApiDocument(), null, 2)}\n`;
}
