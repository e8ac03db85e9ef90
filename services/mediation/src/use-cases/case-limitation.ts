import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import type { Calculation } from '../rules/calculations/result.ts';
import {
  checkLimitation,
  type LimitationFacts,
  limitationOf,
  NO_FACTS,
  seesLimitation,
} from '../rules/limitation.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { saveCaseWithOwnedFiles } from '../store/case-commits.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { ownFiles } from './own-files.ts';

/** What is recorded of a case's limitation, and what follows from it today. */
export interface CaseLimitation {
  knownOn: LocalDate | null;
  facts: LimitationFacts;
  calculation: Calculation | null;
}

/** The limitation of an opened case, as it stands on a day. */
export function limitationIn(
  { calendar }: Pick<Deps, 'calendar'>,
  { row, content }: OpenedCase,
  today: LocalDate,
): CaseLimitation {
  const facts = content?.limitation ?? NO_FACTS;
  const { limitationFrom: knownOn } = row;
  return { knownOn, facts, calculation: limitationOf({ ...row, facts }, today, calendar) };
}

/** Reads it for those who run the case and for the side that claims; the other side is told nothing of it. */
export async function readLimitation(
  deps: Deps,
  { actor, now }: Caller,
  id: string,
): Promise<CaseLimitation & { version: number }> {
  const found = await openCase(deps, actor, id);
  if (!seesLimitation(found.standing)) {
    throw refuse('forbidden', 'limitation-confidential', {
      zh: '限窗口、承办调解员与申请人一方',
      en: 'For those who run the case and the side that claims',
    });
  }
  return { ...limitationIn(deps, found, localDateOf(now)), version: found.row.version };
}

/** Records interruptions and suspensions with their dates and evidence, in place of what was recorded before. */
export async function recordLimitation<A>(
  deps: Deps,
  caller: Caller,
  of: { id: string; knownOn: LocalDate; facts: LimitationFacts; ifMatch: number | null },
  present: Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  const { id, knownOn, facts, ifMatch } = of;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureRunsCase(found.standing);
    const { row, content } = found;
    if (!row.labour || content === null) {
      throw refuse('conflict', 'no-limitation', {
        zh: '仅劳动争议登记仲裁时效',
        en: 'Only a labour dispute has this limitation',
      });
    }
    checkLimitation(knownOn, facts, { today: localDateOf(now), calendar: deps.calendar });
    const ids = [...facts.interruptions, ...facts.suspensions].flatMap(({ evidence }) => evidence ?? []);
    const owner = `limitation/${id}`;
    const files = await ownFiles(deps, caller, [...new Set(ids)], { owner, pointer: '' });
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'limitation-recorded',
        set: { limitationFrom: knownOn },
        content: { ...content, limitation: facts },
        change: {
          knownOn,
          interruptions: facts.interruptions.length,
          suspensions: facts.suspensions.length,
          files: files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        },
        words: { ...facts },
        statement: saveCaseWithOwnedFiles,
        values: { owner, files: files.map(({ id: file }) => file) },
      },
      present,
    );
  });
}
