import { SERVICE_NAMES } from '@qinwu/contracts/service-name';
import { z } from 'zod';
import type { Keyring } from '../crypto/keyring.ts';

/** Envelopes that travel in one message, and bytes of them: one event per message would cost thirty times as much. */
export const MESSAGE_ENVELOPES = 100;
export const MESSAGE_BYTES = 256 * 1024;

/** An envelope as it travels: its exact text and the HMAC that only a holder of the event key can make. */
export const SignedEnvelope = z.object({ text: z.string(), mac: z.string() });
export type SignedEnvelope = z.output<typeof SignedEnvelope>;

/** What a message of kind `events` carries. */
export const EventsMessage = z.object({ envelopes: z.array(SignedEnvelope).max(MESSAGE_ENVELOPES) });

/** What a message of kind `acks` carries: the events one listener has applied or put aside. */
export const AcksMessage = z.object({
  listener: z.enum(SERVICE_NAMES),
  eventIds: z.array(z.uuid()).max(5_000),
  mac: z.string(),
});
export type AcksMessage = z.output<typeof AcksMessage>;

/** The part of the keyring the bus needs. */
export type EventKeys = Pick<Keyring, 'macFor' | 'isMacOf'>;

/** Signs an envelope for one listener: another listener, or another text, needs another signature. */
export function signEnvelope(keys: EventKeys, listener: string, text: string): SignedEnvelope {
  return { text, mac: keys.macFor(listener, `event\n${text}`) };
}

/** Tells whether an envelope was signed for this listener. */
export function isSigned(keys: EventKeys, listener: string, { text, mac }: SignedEnvelope): boolean {
  return keys.isMacOf(listener, `event\n${text}`, mac);
}

/** Signs an acknowledgement for the producer it goes to. */
export function signAcks(
  keys: EventKeys,
  producer: string,
  acks: Pick<AcksMessage, 'listener' | 'eventIds'>,
): AcksMessage {
  return { ...acks, mac: keys.macFor(producer, ackText(acks)) };
}

/** Tells whether an acknowledgement was signed for this producer. */
export function isSignedAck(keys: EventKeys, producer: string, acks: AcksMessage): boolean {
  return keys.isMacOf(producer, ackText(acks), acks.mac);
}

function ackText({ listener, eventIds }: Pick<AcksMessage, 'listener' | 'eventIds'>): string {
  return `ack\n${listener}\n${eventIds.join('\n')}`;
}
