/** Whether what a product asks for can be met at all: by the published models of its scheme, and by GB/T 4754. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import { isDivision } from '@qinwu/domain/industry';
import type { Eligibility } from '../../money-words.ts';
import { faultsInto } from '../faults-into.ts';

/** A published model as products ask about it. */
export interface KnownModel {
  readonly scheme: string;
  readonly grades: readonly { readonly code: string }[];
  readonly stages: readonly { readonly code: string }[];
}

/** Refuses a scheme, a grade or a stage that no published model knows, and a division that is none; it names those known. */
export function ensureKnown(
  { scheme, eligibility }: { readonly scheme: string | null; readonly eligibility: Eligibility },
  { models, usual }: { readonly models: readonly KnownModel[]; readonly usual: string },
): void {
  const faults: FieldError[] = [];
  const fault = faultsInto(faults);
  const check = (at: string, codes: readonly string[] | undefined, known: ReadonlySet<string>): void => {
    const list = [...known].join(', ');
    for (const [n, code] of (codes ?? []).entries()) {
      if (known.has(code)) continue;
      const [zh, en] = [
        `没有 ${code}；现有：${list || '无'}`,
        `There is no ${code}; known: ${list || 'none'}`,
      ];
      fault(at.replace('*', String(n)), 'code-unknown', zh, en);
    }
  };
  if (scheme !== null) check('/scheme', [scheme], new Set([usual, ...models.map((model) => model.scheme)]));
  const own = models.filter((model) => model.scheme === (scheme ?? usual));
  const codesOf = (of: 'grades' | 'stages'): ReadonlySet<string> =>
    new Set(own.flatMap((model) => model[of].map(({ code }) => code)));
  check('/eligibility/grades/*', eligibility.grades, codesOf('grades'));
  check('/eligibility/stages/*', eligibility.stages, codesOf('stages'));
  for (const [n, division] of (eligibility.divisions ?? []).entries()) {
    if (isDivision(division)) continue;
    const [zh, en] = ['没有这个行业大类（GB/T 4754-2017）', 'There is no such division of GB/T 4754-2017'];
    fault(`/eligibility/divisions/${n}`, 'division-invalid', zh, en);
  }
  if (faults.length > 0) throw fieldRules(faults);
}
