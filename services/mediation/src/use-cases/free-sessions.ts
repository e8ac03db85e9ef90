import type { Actor } from '@qinwu/domain/actor';
import { isDomainError } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { listPlannedOfEnded } from '../store/find-sessions.ts';
import { endSession } from './end-session.ts';

/** Sessions taken at a time; what is left is taken by the next sweep. */
const BATCH = 100;

/** The service itself, as the ledger names it; a supervisor, since a sealed case has sessions too. */
function sweeper(park: string): Actor {
  return {
    id: 'system:sessions',
    park,
    roles: ['supervisor'],
    grids: [],
    unit: null,
    org: null,
    scopes: new Set(),
  };
}

/** Cancels what is still to come in cases that have ended, so that mediators and rooms are free again. */
export async function freeSessions(deps: Deps, now: Date): Promise<number> {
  const planned = await listPlannedOfEnded(deps.db, { now, limit: BATCH });
  for (const { park, caseId, id } of planned) {
    const end = { action: 'cancel', reason: '案件已结束', noticeReason: '案件已结束' } as const;
    const present = () => () => ({ answer: null, kept: undefined });
    await endSession(
      deps,
      { actor: sweeper(park), now },
      { id: caseId, sessionId: id, end, ifMatch: null },
      present,
    )
      // Somebody cancelled it meanwhile, or erased the case.
      .catch((error: unknown) => {
        if (!isDomainError(error)) throw error;
        deps.log.info({ session: id, err: error }, 'a session of an ended case stays as it is');
      });
  }
  return planned.length;
}
