import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { injuryWords } from '../rules/injury-consent.ts';
import type { PatchBody } from '../rules/intake-body.ts';
import type { CaseRow } from '../store/case-table.ts';
import { consentsInForce } from '../store/consents.ts';

function saysOfInjury({ injury, accidentOn, parties }: PatchBody): boolean {
  return injury === true || accidentOn !== undefined || parties?.some(({ injured }) => injured) === true;
}

function* faultsOf(
  patch: PatchBody,
  { refusedBy, stands }: ReturnType<typeof injuryWords>,
): Generator<FieldError> {
  const code = 'injury-consent-withdrawn';
  const detail = {
    zh: '对处理伤情的单独同意已撤回，须由本人重新同意（POST …/consents）',
    en: 'The consent to data on the injury was withdrawn: whoever withdrew it gives it anew (POST …/consents)',
  };
  if (!stands && patch.injury === true) yield { pointer: '/injury', code, detail };
  if (!stands && patch.accidentOn !== undefined) yield { pointer: '/accidentOn', code, detail };
  for (const [n, { id, injured }] of (patch.parties ?? []).entries()) {
    if (injured !== true || id === undefined || !refusedBy.includes(id)) continue;
    yield { pointer: `/parties/${n}/injured`, code, detail };
  }
}

/** Who withdrew the consent to data on the injury; refuses a correction that would tell of it nonetheless. */
export async function injuryRefusals(
  { db }: Deps,
  { id, parkId, parties }: CaseRow,
  patch: PatchBody,
): Promise<string[]> {
  if (!saysOfInjury(patch)) return [];
  const words = injuryWords(parties, await consentsInForce(db, parkId, id));
  if (words.refusedBy.length === 0) return [];
  const errors = [...faultsOf(patch, words)];
  if (errors.length > 0) throw fieldRules(errors);
  return words.refusedBy;
}
