/** How two sets of scores of the same enterprises differ: champion and challenger, this run and the last. */

export interface ScoredPair {
  readonly uscc: string;
  readonly before: { readonly total: number; readonly grade: string };
  readonly after: { readonly total: number; readonly grade: string };
}

/** How many went from one grade to another; grades in the given order, those of `before` as rows. */
export function swapMatrix(
  pairs: readonly ScoredPair[],
  gradesBefore: readonly string[],
  gradesAfter: readonly string[],
): number[][] {
  const matrix = gradesBefore.map(() => gradesAfter.map(() => 0));
  for (const { before, after } of pairs) {
    const row = matrix[gradesBefore.indexOf(before.grade)];
    const column = gradesAfter.indexOf(after.grade);
    if (row !== undefined && column >= 0) row[column] = (row[column] ?? 0) + 1;
  }
  return matrix;
}

/** Those whose total moved most, the largest move first, equal ones by their code. */
export function biggestMovers(pairs: readonly ScoredPair[], count: number): ScoredPair[] {
  const moved = ({ before, after }: ScoredPair): number => Math.abs(after.total - before.total);
  return pairs
    .filter((pair) => moved(pair) > 0)
    .toSorted((a, b) => moved(b) - moved(a) || (a.uscc < b.uscc ? -1 : 1))
    .slice(0, count);
}

/** Spearman's rank correlation, equal values sharing the mean of their ranks; null where one side is all equal. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  const [x, y] = [ranksOf(a), ranksOf(b)];
  const middle = (a.length + 1) / 2;
  let [product, squaresX, squaresY] = [0, 0, 0];
  for (const [at, rank] of x.entries()) {
    const other = (y[at] ?? 0) - middle;
    product += (rank - middle) * other;
    squaresX += (rank - middle) ** 2;
    squaresY += other ** 2;
  }
  return squaresX === 0 || squaresY === 0 ? null : product / Math.sqrt(squaresX * squaresY);
}

/** Ranks from 1, equal values sharing the mean of theirs. */
export function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, at) => at).toSorted((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to < order.length && values[order[to] ?? 0] === values[order[from] ?? 0]) to++;
    for (const at of order.slice(from, to)) ranks[at] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}
