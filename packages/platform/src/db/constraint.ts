/** The members of a PostgreSQL error that decisions are made on. */
export interface PostgresFault {
  code: string | undefined;
  constraint: string | undefined;
  message: string;
  /** From the server or from the connection to it; a socket or a file that failed elsewhere has such codes too. */
  fromDatabase: boolean;
}

const connectionFaults = new WeakSet<object>();

/** Remembers that an error came from a connection to the database. */
export function markConnectionFault<T>(error: T): T {
  if (typeof error === 'object' && error !== null) connectionFaults.add(error);
  return error;
}

/** Digs through wrapping errors (drizzle puts the driver's error in `cause`) to the one with an error code. */
export function postgresFault(error: unknown): PostgresFault | null {
  let current = error;
  for (let depth = 0; depth < 8 && typeof current === 'object' && current !== null; depth++) {
    const code = Reflect.get(current, 'code');
    const cause = Reflect.get(current, 'cause');
    if (typeof code === 'string' || cause === undefined || cause === null) {
      const constraint = Reflect.get(current, 'constraint');
      return {
        code: typeof code === 'string' ? code : undefined,
        constraint: typeof constraint === 'string' ? constraint : undefined,
        message: String(Reflect.get(current, 'message') ?? ''),
        fromDatabase: connectionFaults.has(current) || typeof Reflect.get(current, 'severity') === 'string',
      };
    }
    current = cause;
  }
  return null;
}

/** The name of the constraint that a statement broke, or null where the error is of another sort. */
export function constraintOf(error: unknown): string | null {
  return postgresFault(error)?.constraint ?? null;
}
