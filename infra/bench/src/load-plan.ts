/** One request of a sequence; each connection goes through the sequence again and again. */
export interface Step {
  readonly method: 'GET' | 'POST';
  /** One is drawn for each request; `{id}` stands for the id the connection's last `takesId` answer carried. */
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sends a fresh Idempotency-Key with each request. */
  readonly keyed?: boolean;
  readonly takesId?: boolean;
}

export interface LoadPlan {
  readonly origin: string;
  readonly steps: readonly Step[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second in all; as many as are answered when absent. */
  readonly rate?: number;
}

/** What came of it: requests answered with 2xx a second, and how long one took in milliseconds. */
export interface LoadResult {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly answered: number;
  readonly refused: number;
  readonly firstRefusal: string | null;
}
