import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { Verdict } from './judge.ts';

/** A run as its tables show it. */
export interface RunHeld {
  readonly id: string;
  readonly state: string;
  readonly slices: number;
  readonly slicesDone: number;
  readonly scored: number;
  /** Rows of `run_score`. */
  readonly rows: number;
  readonly resultHash: string | null;
  readonly isAnnounced: boolean;
  readonly isCurrent: boolean;
}

export interface RunEvidence {
  readonly runs: readonly RunHeld[];
  /** Announcements of scores that came from runs, and of how many enterprises. */
  readonly announcements: number;
  readonly announced: number;
  readonly ledger: VerifyReport;
}

/** Compares the periods that were asked for with what came of each; the inputs are the same in all of them. */
export function judgeRuns(
  asked: readonly string[],
  enterprises: number,
  { runs, announcements, announced, ledger }: RunEvidence,
): Verdict {
  const of = (isAtFault: (run: RunHeld) => boolean): number => runs.filter(isAtFault).length;
  const ids = new Set(runs.map(({ id }) => id));
  const hashes = new Set(runs.map(({ resultHash }) => resultHash));
  const zero = {
    periodLost: asked.filter((id) => !ids.has(id)).length,
    periodTwice: runs.length - new Set(asked).size,
    unfinished: of(({ state }) => state !== 'PUBLISHED'),
    sliceMissing: of(({ slices, slicesDone }) => slices === 0 || slices !== slicesDone),
    scoreMissing: of(({ rows, scored }) => rows < enterprises || scored !== enterprises),
    scoreTwice: of(({ rows }) => rows > enterprises),
    resultsApart: Math.max(hashes.size - 1, 0),
    unannounced: of(({ isCurrent, isAnnounced }) => isCurrent && !isAnnounced),
    announcementMissing: Math.max(enterprises - announced, 0),
    announcedTwice: announcements - announced,
    ledgerBroken: ledger.fault === null ? 0 : 1,
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  return { figures: { periods: asked.length, enterprises, ...zero }, faults };
}
