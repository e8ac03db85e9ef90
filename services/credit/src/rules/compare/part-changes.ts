/** What of two scores differs, part by part. */

export interface PartChange {
  readonly code: string;
  /** In points of 1/10,000; null where the model has no such part, or the enterprise had no stage. */
  readonly before: number | null;
  readonly after: number | null;
}

/** The parts that differ, the largest difference first, equal ones by their code. */
export function partChanges(
  before: ReadonlyMap<string, number | null>,
  after: ReadonlyMap<string, number | null>,
): PartChange[] {
  const codes = [...new Set([...before.keys(), ...after.keys()])];
  const changes = codes.map((code) => ({
    code,
    before: before.get(code) ?? null,
    after: after.get(code) ?? null,
  }));
  const size = (change: PartChange): number => Math.abs((change.after ?? 0) - (change.before ?? 0));
  return changes
    .filter((change) => change.before !== change.after)
    .toSorted((a, b) => size(b) - size(a) || (a.code < b.code ? -1 : 1));
}
