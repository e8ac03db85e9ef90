import type { Database, Tx } from '../db/database.ts';

/** The period a run stands for: `start` inclusive, `end` exclusive. */
export interface Period {
  readonly start: Date;
  readonly end: Date;
}

/** The claim of one process on one run; another takes the run once its lease is over. */
export interface Turn {
  /** Aborts when the lease was lost: whatever is begun after that is done twice. */
  readonly signal: AbortSignal;
  /** Throws where the run is another's by now. Called last in `tx`: nobody takes the run until it is committed. */
  stillMine(tx: Tx): Promise<void>;
}

/**
 * Something that happens once per period in the whole cluster, whoever of its workers gets to it. The newest period
 * comes first; an older one that failed ten times is given up, so a run does what is due by now, not what was due then.
 */
export interface ScheduleDefinition {
  readonly name: string;
  readonly everySeconds: number;
  run(db: Database, period: Period, turn: Turn): Promise<void>;
}

/** Names a schedule, how often it comes round and what it does. */
export function defineSchedule(definition: ScheduleDefinition): ScheduleDefinition {
  return definition;
}
