import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { isPhone } from '@qinwu/domain/phone';
import type { Deps } from '../deps.ts';
import type { CaseContent } from '../rules/case-content.ts';
import type { ChoiceOf, PartyMarks } from '../rules/mediator-choice.ts';
import { accountsLeft } from '../rules/sides.ts';
import type { PartyRow } from '../store/case-table.ts';
import type { OpenedCase } from './open-case.ts';

/** The refusal where the persons of a case were erased, and so nothing can be checked or sealed any more. */
export function caseErased(): Error {
  return refuse('conflict', 'case-erased', {
    zh: '案件的个人信息已删除',
    en: 'The persons of the case were erased',
  });
}

function marksOf(
  { keyring }: Deps,
  { id, subject, uscc, mandate }: PartyRow,
  content: CaseContent,
): PartyMarks {
  const said = content.parties[id];
  const representative = said?.representative ?? null;
  const indexOf = (phone: string | null | undefined): string | null => {
    const text = phone?.trim() ?? '';
    return isPhone(text) ? keyring.blindIndex('phone', text) : null;
  };
  const [own, theirs] = [indexOf(said?.phone), indexOf(representative?.phone)];
  const isCitizen = said?.idType === 'citizen-id' && said.idNumber !== null;
  return {
    subject,
    uscc,
    citizenIndex: isCitizen ? keyring.blindIndex('citizen-id', said.idNumber ?? '') : null,
    representative: representative && {
      name: representative.name,
      phoneIndex: theirs,
      subject: mandate?.subject ?? null,
    },
    phoneIndexes: [own, theirs].filter((index) => index !== null),
  };
}

/** The case as the choice of its mediators looks at it: numbers as keyed hashes. */
export function choiceOf(deps: Deps, { row, content }: OpenedCase, now: Date): ChoiceOf {
  if (content === null) throw caseErased();
  return {
    category: row.category,
    organisation: row.organisation,
    parties: row.parties.map((party) => marksOf(deps, party, content)),
    left: accountsLeft(content.left ?? []),
    today: localDateOf(now),
  };
}
