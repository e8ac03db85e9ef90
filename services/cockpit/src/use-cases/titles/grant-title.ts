import { titleGranted } from '@qinwu/contracts/events/cockpit';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import { type AskedTerm, decideGrant } from '../../rules/titles/decide-title.ts';
import { titleLifecycle } from '../../rules/titles/lifecycle.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { findOverlapping } from '../../store/titles/titles.ts';
import { titleFacts } from './title-facts.ts';
import { type TitleStep, writeTitle } from './write-title.ts';

export interface NewTitle extends AskedTerm {
  readonly uscc: string;
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
  const step = grantStep(deps, caller, given);
  try {
    return await writeTitle(deps, caller, step, present);
  } catch (error) {
    if (constraintOf(error) !== 'title_no_overlap') throw error;
    const other = await findOverlapping(deps.db.orm, step.row);
    throw titleOverlaps(other?.id ?? null);
  }
}

/** The first step of a title; refuses what is wrong in it. */
export function grantStep(deps: Deps, { actor, now, traceparent }: Caller, given: NewTitle): TitleStep {
  const uscc = parseUscc(given.uscc, '/uscc');
  const { kind, term } = decideGrant(given, { kinds: deps.titles, today: localDateOf(now) });
  const { code: titleCode, level, ruleVersion, name } = kind;
  const { document, batch } = given;
  const change = { uscc, titleCode, level, ruleVersion, ...term, document, batch };
  const row = {
    ...change,
    id: newId(),
    parkId: actor.park,
    nameZh: name.zh,
    nameEn: name.en,
    state: titleLifecycle.initial,
    revokedOn: null,
    revokeReason: null,
    revokeDocument: null,
    recordedAt: now,
  };
  return {
    before: null,
    row,
    action: 'granted',
    change,
    announce: (made) => deps.announce(titleGranted, { ...titleFacts(made), time: now, traceparent }),
  };
}

/** The refusal of a title for days the enterprise holds it already; names the one that stands. */
export function titleOverlaps(other: string | null): Error {
  const title = {
    zh: '该企业在这些日期已有同一称号',
    en: 'The enterprise holds this title on some of these days already',
  };
  return refuse('conflict', 'title-overlaps', title, other === null ? {} : { extra: { other } });
}
