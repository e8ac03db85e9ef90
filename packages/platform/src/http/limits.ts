/** Limits of a server; each has a default that suits one process on two cores. */
export interface HttpLimits {
  bodyBytes: number;
  /** From the first to the last byte of a JSON body. */
  bodyTimeoutMs: number;
  headersTimeoutMs: number;
  handlerTimeoutMs: number;
  keepAliveTimeoutMs: number;
  /** Delay of the event loop from which requests are turned away with 503; 0 never does. */
  maxEventLoopDelayMs: number;
  /** Requests per client and window; null for no limit. */
  rate: { max: number; windowSeconds: number } | null;
}

export const DEFAULT_LIMITS: HttpLimits = {
  bodyBytes: 1_048_576,
  bodyTimeoutMs: 4_000,
  headersTimeoutMs: 4_000,
  handlerTimeoutMs: 10_000,
  keepAliveTimeoutMs: 72_000,
  maxEventLoopDelayMs: 1_000,
  rate: null,
};

/** Longest life of one request, uploads included. */
export const REQUEST_TIMEOUT_MS = 300_000;
