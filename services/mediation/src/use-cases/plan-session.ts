import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { ensureVersion } from '@qinwu/platform/db/ensure-version';
import type { Deps } from '../deps.ts';
import { ensureChoosable } from '../rules/mediator-choice.ts';
import {
  checkParticipants,
  checkTimes,
  checkVenue,
  ensureInSession,
  invitedOf,
  type Participant,
  sittingOf,
  type Venue,
} from '../rules/session.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { findMediators } from '../store/mediators.ts';
import { saveCaseWithSessions, sessionValues } from '../store/session-commits.ts';
import { commitCase } from './commit-case.ts';
import { disclosedOf, namingsOf } from './naming.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { choiceOf } from './party-marks.ts';
import {
  bookingsOf,
  noticesOf,
  type OpenedSession,
  overlapOf,
  roomOf,
  sealSession,
} from './session-parts.ts';

export interface Plan extends Venue {
  startsAt: Date;
  endsAt: Date;
  mediators?: readonly string[] | undefined;
  parties?: readonly string[] | undefined;
  participants: readonly Participant[];
}

/** Parties may have joined since a mediator was named, and terms end: who sits down is looked at again, for that day. */
export async function ensureStillChoosable(
  deps: Deps,
  found: OpenedCase,
  { mediators: sitting, startsAt }: Pick<OpenedSession, 'mediators' | 'startsAt'>,
): Promise<void> {
  const rows = await findMediators(deps.db, found.row.parkId, sitting);
  const disclosed = disclosedOf(namingsOf(deps, found));
  const mediators = sitting.flatMap((each) => rows.find((row) => row.id === each) ?? []);
  ensureChoosable(mediators, choiceOf(deps, found, startsAt), {
    disclosed,
    pointer: (n) => `/mediators/${n}`,
  });
}

function sessionOf({ actor, now }: Caller, { row }: OpenedCase, plan: Plan): OpenedSession {
  const { startsAt, endsAt, room, place, link, participants } = plan;
  return {
    id: newId(),
    parkId: row.parkId,
    caseId: row.id,
    status: 'planned',
    room,
    startsAt,
    endsAt,
    mediators: sittingOf(row.mediators, plan.mediators),
    invited: invitedOf(row.parties, plan.parties),
    attendance: [],
    content: '',
    minutes: null,
    movedFrom: null,
    movedTo: null,
    moveRef: null,
    plannedBy: actor.id,
    recordedAt: now,
    closedAt: null,
    said: { place, link, participants, reason: null },
  };
}

/** Plans a session and tells all who are to come; the database keeps mediators and rooms from being taken twice. */
export async function planSession<A>(
  deps: Deps,
  caller: Caller,
  { id, plan, ifMatch }: { id: string; plan: Plan; ifMatch: number | null },
  present: (session: OpenedSession) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  checkTimes(plan, now);
  checkVenue(plan);
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureVersion(found.row, ifMatch);
    ensureRunsCase(found.standing);
    ensureInSession(found.row);
    checkParticipants(plan.participants, found.row.parties);
    const room = await roomOf(deps, actor.park, plan.room);
    const session = sessionOf(caller, found, plan);
    await ensureStillChoosable(deps, found, session);
    const rooms = new Map(room === null ? [] : [[room.code, room.name]]);
    const values = sessionValues({
      sessions: [sealSession(deps, found, session)],
      bookings: bookingsOf(session),
      notices: noticesOf(deps, found, { kind: 'session-planned', session, rooms, now }),
    });
    const { startsAt, endsAt, mediators, invited } = session;
    const change = { session: session.id, startsAt, endsAt, room: session.room, mediators, invited };
    const words = { place: plan.place, link: plan.link, participants: plan.participants };
    const statement = saveCaseWithSessions;
    try {
      return await commitCase(
        deps,
        caller,
        found,
        { action: 'session-planned', change: linesOf(change), words, statement, values },
        present(session),
      );
    } catch (error) {
      throw await overlapOf(deps, error, session);
    }
  });
}

/** Times as the ledger writes them. */
export function linesOf<T extends { startsAt: Date; endsAt: Date }>(change: T): Record<string, unknown> {
  return { ...change, startsAt: change.startsAt.toISOString(), endsAt: change.endsAt.toISOString() };
}
