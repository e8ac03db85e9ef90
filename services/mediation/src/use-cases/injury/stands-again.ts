import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../../deps.ts';
import { standsForAccident } from '../../rules/injury/lifecycle.ts';
import { injuryStandingOf } from '../../rules/injury/standing.ts';
import { findStandingBeside } from '../../store/injury-accident.ts';
import type { InjuryRow } from '../../store/injury-table.ts';
import { isFiledTwice } from './same-accident.ts';

/** True of an error that says that another application stands where this one, not accepted or withdrawn before, would stand again. */
export function isOvertaken(error: unknown, before: InjuryRow, row: InjuryRow): boolean {
  if (standsForAccident(before.state) || !standsForAccident(row.state)) return false;
  return isFiledTwice(error) || constraintOf(error) === 'injury_application_case_key';
}

/** The refusal to let it stand again beside the one that was filed since it ended; it names that one to whoever stands in it. */
export async function refuseOvertaken({ db }: Deps, actor: Actor, row: InjuryRow): Promise<Error> {
  const other = await findStandingBeside(db.orm, row);
  const isSeen = other !== null && injuryStandingOf(actor, other.row, other.sealed) !== null;
  const { id, number } = other?.row ?? row;
  const named = isSeen ? { zh: ` ${number} `, en: ` ${number}` } : { zh: '', en: '' };
  return refuse(
    'conflict',
    'another-stands',
    {
      zh: `不予受理或者撤回终止之后，同一事故又有申请${named.zh}在办，一件事故只办一件。该件尚未移交的，先将其作为本件的重复件办结（close-duplicate），或者由申请人书面撤回，再登记撤销；已经移交的，由人社部门并案处理，此后的文书在该件登记`,
      en: `Another application${named.en} of the accident was filed after the refusal or the withdrawal. Not handed over yet: close it for this one (close-duplicate), or let it be withdrawn in writing, then record the revocation. Handed over: the authority joins the two, and its papers are recorded there`,
    },
    isSeen ? { extra: { existing: { id, number } } } : {},
  );
}
