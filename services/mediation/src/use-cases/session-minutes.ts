import { createHash } from 'node:crypto';
import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { ensureUnwritten } from '../rules/session.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import { commitCase } from './commit-case.ts';
import { sessionOfCase } from './move-session.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { sealJson } from './secrets.ts';
import { type OpenedSession, sealSession } from './session-parts.ts';

/** What mediators wrote down is theirs: nobody else writes it, and nobody else reads it. */
export function sealedMinutes(
  deps: Deps,
  { standing, dek }: OpenedCase,
  id: string,
  text: string,
): { minutes: string; digest: string } {
  if (standing.as !== 'mediator') {
    throw refuse('forbidden', 'minutes-of-mediators', {
      zh: '会议记录由承办调解员填写',
      en: 'The minutes are written by a mediator of the case',
    });
  }
  if (dek === null) throw caseErased();
  const minutes = sealJson(deps.keyring, dek, { column: 'session.minutes', id }, text);
  // Of the ciphertext: shows that the minutes are the same ones, and nothing else.
  return { minutes, digest: createHash('sha256').update(minutes).digest('hex') };
}

/** Writes the minutes of a session that was recorded without them. */
export async function writeMinutes<A>(
  deps: Deps,
  caller: Caller,
  input: { id: string; sessionId: string; text: string; ifMatch: number | null },
  present: (session: OpenedSession) => Present<A>,
): Promise<A> {
  const { id, sessionId, text, ifMatch } = input;
  return retryStale(async () => {
    const found = await openCase(deps, caller.actor, id);
    ensureVersion(found.row, ifMatch);
    const { minutes, digest } = sealedMinutes(deps, found, sessionId, text);
    const before = await sessionOfCase(deps, found, sessionId);
    ensureUnwritten(found.row, before);
    const session: OpenedSession = { ...before, minutes };
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'session-minutes-written',
        change: { session: before.id, minutes: digest },
        statement: saveCaseWithSessions,
        values: sessionValues({ sessions: [sealSession(deps, found, session)] }),
      },
      present(session),
    );
  });
}
