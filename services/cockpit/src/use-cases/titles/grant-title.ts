import { titleGranted } from '@qinwu/contracts/events/cockpit';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../../deps.ts';
import { decideGrant } from '../../rules/titles/decide-title.ts';
import { titleLifecycle } from '../../rules/titles/lifecycle.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { findOverlapping } from '../../store/titles/titles.ts';
import type { Caller, Present } from '../caller.ts';
import { titleFacts } from './title-facts.ts';
import { writeTitle } from './write-title.ts';

export interface NewTitle {
  readonly uscc: string;
  readonly titleCode: string;
  readonly from: LocalDate;
  readonly until?: LocalDate | undefined;
  readonly document: string;
  readonly batch: string | null;
}

/** Enters a title an enterprise was granted 登记称号; refuses one whose days another of its kind has. */
export async function grantTitle<A>(
  deps: Deps,
  caller: Caller,
  given: NewTitle,
  present: Present<TitleRow, A>,
): Promise<A> {
  const { actor, now, traceparent } = caller;
  const uscc = parseUscc(given.uscc, '/uscc');
  const asked = { ...given, until: given.until };
  const { kind, term } = decideGrant(asked, { kinds: deps.titles, today: localDateOf(now) });
  const change = { uscc, titleCode: kind.code, level: kind.level, ruleVersion: kind.ruleVersion, ...term };
  const row = {
    ...change,
    id: newId(),
    parkId: actor.park,
    nameZh: kind.name.zh,
    nameEn: kind.name.en,
    document: given.document,
    batch: given.batch,
    state: titleLifecycle.initial,
    revokedOn: null,
    revokeReason: null,
    revokeDocument: null,
    recordedAt: now,
  };
  try {
    return await writeTitle(deps, caller, {
      before: null,
      row,
      action: 'granted',
      change: { ...change, document: given.document, batch: given.batch },
      announce: (made) => deps.announce(titleGranted, { ...titleFacts(made), time: now, traceparent }),
      present,
    });
  } catch (error) {
    if (constraintOf(error) === 'title_no_overlap') throw await daysTaken(deps, row);
    throw error;
  }
}

/** The refusal of a title for days the enterprise holds it already; names the one that stands. */
async function daysTaken(deps: Deps, row: Parameters<typeof findOverlapping>[1]): Promise<Error> {
  const other = await findOverlapping(deps.db.orm, row);
  const title = {
    zh: '该企业在这些日期已有同一称号',
    en: 'The enterprise holds this title on some of these days already',
  };
  return refuse('conflict', 'title-overlaps', title, other === null ? {} : { extra: { other: other.id } });
}
