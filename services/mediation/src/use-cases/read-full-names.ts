import { hasScope } from '@qinwu/domain/actor';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { isReferringCourt } from '../rules/standing.ts';
import { addDisclosure } from '../store/disclosures.ts';
import { PII_SCOPE } from '../who.ts';
import type { OpenedCase } from './open-case.ts';

/**
 * True where the caller may read a document that names persons in full: a party of the case reads its own papers, a
 * mediator the case, the window and the court that sent it with `pii:read`. But of a party each sight is on record before
 * it is given.
 */
export async function seesFullNames(
  deps: Deps,
  { actor, now }: Caller,
  { row, standing }: OpenedCase,
  field: string,
): Promise<boolean> {
  if (standing.as === 'party') return true;
  const isOffice = standing.as === 'window' || isReferringCourt(actor, standing, row);
  if (standing.as !== 'mediator' && !(isOffice && hasScope(actor, PII_SCOPE))) return false;
  await addDisclosure(deps.db, {
    park: actor.park,
    caseId: row.id,
    actor: actor.id,
    at: now,
    fields: [field],
  });
  return true;
}

/** The refusal of a document that the caller may not read. */
export function namesWithheld(): Error {
  return refuse('forbidden', 'names-withheld', {
    zh: '该文书含个人信息，须为当事人、承办调解员，或持 pii:read',
    en: 'The document names persons: for its parties, its mediators, or with pii:read',
  });
}
