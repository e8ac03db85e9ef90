/** Intervals that must tile the line: from the lowest to the highest, without gap or overlap. */
import type { FaultList } from './model-faults.ts';

export interface Interval {
  gte?: number | undefined;
  lt?: number | undefined;
}

type FaultCode = 'gap' | 'overlap' | 'interval-empty';

const WORDS: Readonly<Record<FaultCode, { zh: string; en: string }>> = {
  gap: { zh: '各段之间或两端有空档', en: 'leaves a gap' },
  overlap: { zh: '与前一段重叠', en: 'overlaps the one before' },
  'interval-empty': { zh: '下限不小于上限', en: 'its lower bound is not below its upper' },
};

/** Adds a fault for every gap, overlap and open end between intervals in ascending order. */
export function checkTiling(
  intervals: readonly { pointer: string; interval: Interval }[],
  faults: FaultList,
): void {
  const add = (pointer: string, code: FaultCode | null): void => {
    if (code !== null) faults.add(pointer, code, WORDS[code].zh, WORDS[code].en);
  };
  for (const [at, { pointer, interval }] of intervals.entries()) {
    const { gte, lt } = interval;
    if (gte !== undefined && lt !== undefined && gte >= lt) add(pointer, 'interval-empty');
    add(pointer, joint(intervals[at - 1]?.interval ?? null, interval));
  }
  const last = intervals.at(-1);
  if (last?.interval.lt !== undefined) add(last.pointer, 'gap');
}

/** What is wrong where an interval meets the one before it, or begins the line. */
function joint(before: Interval | null, { gte }: Interval): FaultCode | null {
  if (before === null) return gte === undefined ? null : 'gap';
  if (before.lt === undefined || gte === undefined || gte < before.lt) return 'overlap';
  return gte > before.lt ? 'gap' : null;
}
