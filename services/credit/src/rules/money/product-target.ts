/** The total a product asks for. */
import type { Eligibility } from '../../money-words.ts';
import type { CompiledModel } from '../score/compile-model.ts';

/** The least total that meets a product's conditions of total and grade by a model; null where it asks for neither. */
export function productTarget(
  { grades: all }: Pick<CompiledModel, 'grades'>,
  { atLeast, grades }: Pick<Eligibility, 'atLeast' | 'grades'>,
): number | null {
  if (grades === undefined) return atLeast ?? null;
  const least = all.flatMap(({ code, from }, at) => {
    const total = Math.max(from, atLeast ?? 0);
    // From the highest down: the grade before is the one above.
    const below = all[at - 1]?.from ?? Number.POSITIVE_INFINITY;
    return grades.includes(code) && total < below ? total : [];
  });
  return least.length === 0 ? null : Math.min(...least);
}
