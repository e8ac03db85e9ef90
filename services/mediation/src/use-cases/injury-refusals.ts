import { type FieldError, fieldRules } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { isSameName } from '../rules/injury/same-accident.ts';
import { injuryWords } from '../rules/injury-consent.ts';
import type { PatchBody } from '../rules/intake-body.ts';
import { consentsInForce } from '../store/consents.ts';
import type { OpenedCase } from './open-case.ts';

/** True where a correction says something of an injury, or enters parties who may have withdrawn their consent before. */
function mayTell({ injury, accidentOn, parties = [] }: PatchBody): boolean {
  const isNewOrHurt = parties.some(({ id, injured }) => id === undefined || injured === true);
  return injury === true || accidentOn !== undefined || isNewOrHurt;
}

/** Who withdrew and is entered anew would have said nothing. */
function* enteredAnew(
  { parties = [] }: PatchBody,
  { content }: OpenedCase,
  refusedBy: readonly string[],
): Generator<FieldError> {
  const left = refusedBy.filter((party) => parties.every(({ id }) => id !== party));
  const names = left.flatMap((party) => content?.parties[party]?.name ?? []);
  for (const [n, { id, name = '' }] of parties.entries()) {
    if (id !== undefined || !names.some((known) => isSameName(known, name))) continue;
    yield {
      pointer: `/parties/${n}/id`,
      code: 'party-known',
      detail: {
        zh: '该当事人已撤回对处理伤情的单独同意：更正时须以其标识（id）列明',
        en: 'This party withdrew its consent to data on the injury: name it by its id',
      },
    };
  }
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
export async function injuryRefusals({ db }: Deps, found: OpenedCase, patch: PatchBody): Promise<string[]> {
  if (!mayTell(patch)) return [];
  const { id, parkId, parties } = found.row;
  const words = injuryWords(parties, await consentsInForce(db, parkId, id));
  if (words.refusedBy.length === 0) return [];
  const errors = [...faultsOf(patch, words), ...enteredAnew(patch, found, words.refusedBy)];
  if (errors.length > 0) throw fieldRules(errors);
  return words.refusedBy;
}
