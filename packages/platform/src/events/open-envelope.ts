import { eventByType } from '@qinwu/contracts/catalogue';
import { type Envelope, readEnvelope } from '@qinwu/contracts/envelope';
import type { ServiceName } from '@qinwu/contracts/service-name';
import { z } from 'zod';
import { safeErrorText } from '../telemetry/safe-error-text.ts';
import type { ReceivedEvent } from './event-handler.ts';
import { type EventKeys, isSigned, type SignedEnvelope } from './message.ts';

/** Why a delivery is put aside. */
export type DeadReason = 'failed' | 'forged' | 'malformed' | 'unknown-type' | 'bad-payload' | 'too-old';

/** Inbox rows are kept this long; nothing older is applied, since the inbox could no longer tell it is a repeat. */
export const INBOX_DAYS = 90;

const DAY_MS = 86_400_000;
/** A day less than the inbox keeps, for clocks and for what is under way. */
const TOO_OLD_MS = (INBOX_DAYS - 1) * DAY_MS;

/** A delivery that was read: an event to apply, or why it cannot be one. */
export type Opened =
  | {
      readonly ok: true;
      readonly event: ReceivedEvent;
      readonly producer: ServiceName;
      readonly signed: SignedEnvelope;
    }
  | {
      readonly ok: false;
      readonly reason: Exclude<DeadReason, 'failed'>;
      readonly error: string;
      readonly signed: SignedEnvelope;
      /** What the envelope says of itself; null where it is not signed or says nothing. */
      readonly claims: Claims | null;
    };

/** The part of an envelope that a dead letter is filed under. */
export type Claims = Pick<Envelope, 'id' | 'source' | 'type'> & { readonly park: string | null };

/** Who receives, with which keys, and which types it has handlers for. */
export interface Receiver {
  readonly service: ServiceName;
  readonly keys: EventKeys;
  readonly handles: (type: string) => boolean;
}

/** Checks a delivery in the order of trust: signature, envelope, age, type, payload. Pure but for the clock given. */
export function openEnvelope(signed: SignedEnvelope, receiver: Receiver, now: Date): Opened {
  if (!isSigned(receiver.keys, receiver.service, signed)) {
    return { ok: false, reason: 'forged', error: 'The signature is not ours.', signed, claims: null };
  }
  const read = readEvent(signed.text, receiver.handles, now);
  return read.ok ? { ...read, signed } : { ...read, signed };
}

/** An event that was read, or why its text is none that can be applied. */
export type Read =
  | { readonly ok: true; readonly event: ReceivedEvent; readonly producer: ServiceName }
  | {
      readonly ok: false;
      readonly reason: Exclude<DeadReason, 'failed' | 'forged'>;
      readonly error: string;
      readonly claims: Claims | null;
    };

/** Reads the text of an envelope whose signature is known to be ours; without `now` its age does not matter. */
export function readEvent(text: string, handles: Receiver['handles'], now?: Date): Read {
  const envelope = attempt(() => readEnvelope(text));
  if (envelope instanceof Fault) {
    return { ok: false, reason: 'malformed', error: envelope.message, claims: claimsOf(text) };
  }
  const refuse = (reason: Exclude<DeadReason, 'failed' | 'forged'>, error: string): Read => ({
    ok: false,
    reason,
    error,
    claims: envelope,
  });
  const definition = eventByType(envelope.type);
  const known = definition !== undefined && handles(envelope.type);
  if (!known) return refuse('unknown-type', `No handler here takes ${envelope.type}.`);
  if (envelope.source !== `/${definition.producer}`) {
    return refuse('malformed', `${envelope.source} does not announce ${envelope.type}.`);
  }
  const time = new Date(envelope.time);
  if (now !== undefined && now.getTime() - time.getTime() > TOO_OLD_MS) {
    return refuse('too-old', `Older than the inbox remembers (${INBOX_DAYS} days).`);
  }
  const data = attempt(() => definition.payload.parse(envelope.data));
  if (data instanceof Fault) return refuse('bad-payload', data.message);
  const { id, type, source, park, subject, sequence, traceparent } = envelope;
  const event = { id, type, source, park, subject, sequence, time, traceparent, data };
  return { ok: true, event, producer: definition.producer };
}

/** Only what names the delivery has to be readable for it to be closed; the rest is shown where it can be stored. */
const Claimed = z.object({
  id: z.uuid(),
  source: z.string(),
  type: z.string().min(1).max(120).transform(storable).catch('unknown'),
  park: z.string().min(1).transform(storable).nullable().catch(null),
});

/** An envelope we signed but cannot read whole may still say which delivery it closes. */
function claimsOf(text: string): Claims | null {
  const read = attempt(() => Claimed.parse(JSON.parse(text)));
  return read instanceof Fault ? null : read;
}

/** The text without NUL, which no text column takes. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}

class Fault {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function attempt<T>(read: () => T): T | Fault {
  try {
    return read();
  } catch (error) {
    return new Fault(safeErrorText(error).slice(0, 1_000));
  }
}
