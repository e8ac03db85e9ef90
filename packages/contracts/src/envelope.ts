import { z } from 'zod';

/** The largest envelope the queue carries, in bytes of UTF-8: events are small facts, not documents. */
export const MAX_ENVELOPE_BYTES = 16 * 1024;

/** What travels: the CloudEvents 1.0 attributes, the park, the aggregate's version and the fact itself. */
export const Envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.uuid().describe('事件标识,收件去重的依据 / the inbox remembers it'),
  source: z
    .string()
    .regex(/^\/[a-z]+$/)
    .describe('发出事件的服务 / producing service, e.g. /grievance'),
  type: z.string().min(1).max(120),
  subject: z.string().min(1).max(120).describe('记录标识 / id of the record the event is about'),
  time: z.iso.datetime().describe('提交时间 / instant of the commit, UTC'),
  datacontenttype: z.literal('application/json'),
  park: z.string().min(1).max(64).describe('园区 / the park the record belongs to'),
  sequence: z
    .int()
    .min(0)
    .describe(
      '记录版本,大者为新 / version of the record: the highest one stands, arrival order says nothing',
    ),
  traceparent: z
    .string()
    .regex(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/)
    .optional(),
  data: z.looseObject({}),
});

export type Envelope = z.output<typeof Envelope>;

/** What a record and a caller bring into an envelope; the rest of it is made anew for each. */
const Brought = Envelope.pick({ type: true, subject: true, park: true, sequence: true, traceparent: true });

/** Writes an envelope as the text that is stored and sent; throws where it could not be read or is above 16 kB. */
export function writeEnvelope(envelope: Envelope): string {
  // What a listener cannot read it cannot acknowledge: it would be sent for ever.
  Brought.parse(envelope);
  const text = JSON.stringify(envelope);
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_ENVELOPE_BYTES) {
    throw new Error(
      `An envelope of ${envelope.type} has ${bytes} bytes; the queue carries ${MAX_ENVELOPE_BYTES}.`,
    );
  }
  return text;
}

/** Reads an envelope from its text; throws when it is too large, not JSON or not an envelope. */
export function readEnvelope(text: string): Envelope {
  const bytes = Buffer.byteLength(text);
  if (bytes > MAX_ENVELOPE_BYTES)
    throw new Error(`An envelope of ${bytes} bytes is above ${MAX_ENVELOPE_BYTES}.`);
  return Envelope.parse(JSON.parse(text));
}
