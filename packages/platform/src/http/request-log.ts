import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

type ChildLoggerFactory = FastifyInstance['childLoggerFactory'];
type Bindings = Parameters<FastifyBaseLogger['child']>[0];
type Options = Parameters<FastifyBaseLogger['child']>[1];
type Line = Parameters<FastifyBaseLogger['info']>;

/**
 * The logger of a request, made when it first has a line to write: most requests write one or none, and a child of
 * pino costs more than the checks of a request together.
 */
export const requestLog: ChildLoggerFactory = (logger, bindings, options) =>
  new RequestLog(logger, bindings, options) as unknown as FastifyBaseLogger;

/** What `FastifyBaseLogger` offers, each call passed on to a child that is made for the first. */
class RequestLog {
  readonly #parent: FastifyBaseLogger;
  readonly #bindings: Bindings;
  readonly #options: Options;
  #child: FastifyBaseLogger | undefined;

  constructor(parent: FastifyBaseLogger, bindings: Bindings, options: Options) {
    this.#parent = parent;
    this.#bindings = bindings;
    this.#options = options;
  }

  #made(): FastifyBaseLogger {
    this.#child ??= this.#parent.child(this.#bindings, this.#options);
    return this.#child;
  }

  #write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', line: Line): void {
    if (isWritten(this.#parent, level)) this.#made()[level](...line);
  }

  get level(): string {
    return this.#parent.level;
  }

  fatal(...line: Line): void {
    this.#write('fatal', line);
  }

  error(...line: Line): void {
    this.#write('error', line);
  }

  warn(...line: Line): void {
    this.#write('warn', line);
  }

  info(...line: Line): void {
    this.#write('info', line);
  }

  debug(...line: Line): void {
    this.#write('debug', line);
  }

  trace(...line: Line): void {
    this.#write('trace', line);
  }

  silent(): void {}

  isLevelEnabled(level: string): boolean {
    return isWritten(this.#parent, level);
  }

  child(bindings: Bindings, options?: Options): FastifyBaseLogger {
    return this.#made().child(bindings, options);
  }
}

/** True where the logger writes lines of the level, and where it does not say. */
export function isWritten(log: FastifyBaseLogger, level: string): boolean {
  const { isLevelEnabled } = log as { isLevelEnabled?: (level: string) => boolean };
  return isLevelEnabled === undefined || isLevelEnabled.call(log, level);
}
