import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import type { CaseRow } from '../store/case-table.ts';
import type { ConsentRow } from '../store/consents.ts';

/** The form of an application is the text its applicants agreed to. */
const FORM = 'application-form';

/**
 * What a case with an injury says for its applicants: each agrees, separately, to the injury being looked at; the
 * application was refused without. Who withdrew that agrees anew by their own word alone. None for a case without an injury.
 */
export function injuryConsents(
  { id, parkId, parties, injury }: Pick<CaseRow, 'id' | 'parkId' | 'parties' | 'injury'>,
  { actor, now }: Caller,
  refusedBy: readonly string[] = [],
): ConsentRow[] {
  if (!injury) return [];
  return parties
    .filter(({ id, side, kind }) => side === 'applicant' && kind === 'person' && !refusedBy.includes(id))
    .map((party) => ({
      id: newId(),
      parkId,
      caseId: id,
      partyId: party.id,
      scope: 'injury',
      given: true,
      textVersion: FORM,
      recordedBy: actor.id,
      at: now,
    }));
}
