import type { EventDefinition } from '@qinwu/contracts/define-event';
import type { ServiceName } from '@qinwu/contracts/service-name';
import type { z } from 'zod';
import type { Keyring } from '../crypto/keyring.ts';

/** Where the personal part of an event stands: its ciphertext opens nowhere else. */
export interface ContentPlace {
  readonly listener: ServiceName;
  readonly event: Pick<EventDefinition, 'type'>;
  /** Id of the record the event is about, as in its envelope. */
  readonly subject: string;
  /** Name of the payload's field. */
  readonly field: string;
}

const aadOf = ({ event, subject, field }: ContentPlace): string => `${event.type}|${subject}|${field}`;

/**
 * Personal data for one field of an event, as ciphertext that its one listener opens. The envelope travels and is
 * kept, in outboxes and dead letters, for every listener alike: an event with such a field has a single one.
 */
export function sealContent(keys: Pick<Keyring, 'sealFor'>, place: ContentPlace, content: unknown): string {
  return keys.sealFor(place.listener, aadOf(place), JSON.stringify(content));
}

/** Opens what `sealContent` sealed for this place; throws where place or key differ, or the content has another form. */
export function openContent<S extends z.ZodType>(
  keys: Pick<Keyring, 'openFor'>,
  place: ContentPlace,
  schema: S,
  sealed: string,
): z.output<S> {
  return schema.parse(JSON.parse(keys.openFor(place.listener, aadOf(place), sealed)));
}
