import { hash } from 'node:crypto';
import type { CompiledModel } from './compile-model.ts';

/** SHA-256 over the cut points a model reads, the same whichever run they are of; null where it reads none. */
export function digestOfStatistics({
  rules,
  stages,
}: Pick<CompiledModel, 'rules' | 'stages'>): Buffer | null {
  const read = rules.flatMap(({ code, curves }) =>
    curves.flatMap((curve, stage) =>
      curve.kind === 'percentile'
        ? Array.from(curve.points, ([division, points]) => [code, stages[stage], division, points])
        : [],
    ),
  );
  if (read.length === 0) return null;
  return hash(
    'sha256',
    read
      .map((points) => JSON.stringify(points))
      .toSorted()
      .join('\n'),
    'buffer',
  );
}
