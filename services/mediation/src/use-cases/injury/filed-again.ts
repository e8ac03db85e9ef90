import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../../deps.ts';
import { appliedFor } from '../../rules/injury/opened-in-error.ts';
import { BY_REPORT } from '../../rules/injury/reported-injury.ts';
import { findFiledInjury } from '../../store/injury-accident.ts';
import type { InjuryRow } from '../../store/injury-table.ts';
import { type LedgerLine, listLedgerLines } from '../../store/ledger-lines.ts';
import { DUPLICATE_LINKED } from './close-duplicate.ts';
import { commitApplication } from './commit-application.ts';
import { CASE_NOT_LINKED } from './link-case.ts';
import { openForSystem } from './open-application.ts';

const ACTION = 'filed-again';

/** True of an entry that somebody else than the employer filed it as well. */
function isFiledByOthers({ action, body }: LedgerLine): boolean {
  return action === ACTION && JSON.parse(body).change.applicantKind !== 'employer';
}

/** Refuses the employer's own withdrawal where others applied too: the window hears them first, whose claim it is. */
export async function ensureNobodyElseFiled({ db }: Deps, { parkId, id }: InjuryRow): Promise<void> {
  const lines = await listLedgerLines(db, parkId, id);
  if (!lines.some((line) => line.action === DUPLICATE_LINKED || isFiledByOthers(line))) return;
  throw refuse('conflict', 'others-filed', {
    zh: '职工、近亲属或工会也曾申请，用人单位的撤回由窗口办理',
    en: 'Others have applied as well: the window takes this withdrawal',
  });
}

/** What says that somebody came: papers that were brought, a filing that was refused for this one, a case that tells of it. */
const CAME: readonly string[] = [ACTION, 'add-materials', CASE_NOT_LINKED];

/** True where anybody came since it was opened. */
export async function hasSomebodyCome({ db }: Deps, { parkId, id }: InjuryRow): Promise<boolean> {
  const lines = await listLedgerLines(db, parkId, id);
  return lines.some(({ action }) => CAME.includes(action));
}

/** Refuses to call it a mistake where anybody came. */
export async function ensureNobodyCame(deps: Deps, row: InjuryRow): Promise<void> {
  if (await hasSomebodyCome(deps, row)) throw appliedFor();
}

/** True of an application that nobody but a case or the staff has told of yet. */
function isUnclaimed({ filedBy, enteredByStaff }: InjuryRow): boolean {
  return filedBy === BY_REPORT || enteredByStaff;
}

/**
 * What is filed while another application of the accident stands is refused, and on record in that one, once for each
 * who filed. Should the employer withdraw its own after the year, worker, relative or union had applied in time; and what
 * a case or the staff had opened is no mistake any more.
 */
export async function rememberFiledAgain(deps: Deps, caller: Caller, refused: InjuryRow): Promise<void> {
  const { parkId: park, applicantKind, appliedOn, enteredByStaff } = refused;
  const filed = await findFiledInjury(deps.db.orm, park, refused, refused.id);
  if (filed === null) return;
  const isBesideEmployer = filed.row.applicantKind === 'employer' && applicantKind !== 'employer';
  const isClaim = isUnclaimed(filed.row) && !enteredByStaff;
  if (!isBesideEmployer && !isClaim) return;
  const { id } = filed.row;
  const lines = await listLedgerLines(deps.db, park, id);
  if (lines.some(({ action, actor }) => action === ACTION && actor === caller.actor.id)) return;
  await retryStale(async () => {
    const found = await openForSystem(deps, park, id);
    if (found === null) return;
    const change = { action: ACTION, change: { applicantKind, appliedOn } };
    await commitApplication(deps, caller, found, change, () => ({ answer: undefined, kept: undefined }));
  });
}
