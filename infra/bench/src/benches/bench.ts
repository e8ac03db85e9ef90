import type { Load } from '../load.ts';
import type { Pace } from '../rounds.ts';
import type { Servers } from '../servers.ts';
import type { Finding } from '../table.ts';

/** What a bench works with. */
export interface Stage {
  readonly servers: Servers;
  readonly load: Load;
  readonly pace: Pace;
  /** Tells how it goes, on the error output. */
  say(line: string): void;
}

export type Bench = (stage: Stage) => Promise<Finding[]>;
