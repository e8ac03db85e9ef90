import { randomUUID } from 'node:crypto';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NO_TRACE = '0'.repeat(32);
const NO_SPAN = '0'.repeat(16);

export interface Trace {
  traceId: string;
  /** W3C Trace Context of this request's own span. */
  traceparent: string;
}

/** Continues the caller's trace when its header is valid, else begins one. */
export function traceOf(header: string | string[] | undefined): Trace {
  const random = randomUUID().replaceAll('-', '');
  const spanId = random.slice(0, 16);
  const match = typeof header === 'string' ? TRACEPARENT.exec(header) : null;
  const [, callerTrace, callerSpan, callerFlags] = match ?? [];
  if (callerTrace === undefined || callerTrace === NO_TRACE || callerSpan === NO_SPAN) {
    const traceId = randomUUID().replaceAll('-', '');
    return { traceId, traceparent: `00-${traceId}-${spanId}-01` };
  }
  return { traceId: callerTrace, traceparent: `00-${callerTrace}-${spanId}-${callerFlags}` };
}
