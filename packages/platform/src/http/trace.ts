import { randomFillSync } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);
const TRACE_BYTES = 16;
const SPAN_BYTES = 8;

export interface Trace {
  traceId: string;
  /** W3C Trace Context of this request's own span. */
  traceparent: string;
}

// Drawn for many requests at a time: asking the generator costs more than all that is done with its bytes.
const random = Buffer.alloc((TRACE_BYTES + SPAN_BYTES) * 256);
let used = random.length;

function randomHex(bytes: number): string {
  if (used + bytes > random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += bytes;
  return random.toString('hex', used - bytes, used);
}

/** Continues the caller's trace when its header is valid, else begins one. */
export function traceOf(header: string | string[] | undefined): Trace {
  const spanId = randomHex(SPAN_BYTES);
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  const [, callerTrace, callerSpan, callerFlags] = match ?? [];
  if (callerTrace === undefined || callerTrace === NO_TRACE || callerSpan === NO_SPAN) {
    const traceId = randomHex(TRACE_BYTES);
    return { traceId, traceparent: `00-${traceId}-${spanId}-01` };
  }
  return { traceId: callerTrace, traceparent: `00-${callerTrace}-${spanId}-${callerFlags}` };
}
