import type { Caller } from '@qinwu/domain/caller';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { retryStale } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../deps.ts';
import { type RunningClock, reopenClock, stopClock } from '../rules/case-clock.ts';
import { AT_REST } from '../rules/lifecycle.ts';
import {
  cameToNothing,
  checkProgress,
  optionOf,
  type TrackStep,
  trackLifecycle,
} from '../rules/side-track.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { checkFiling } from '../rules/track-filing.ts';
import {
  listTracks,
  proceduresOf,
  saveCaseWithTrack,
  type TrackRow,
  trackValue,
} from '../store/side-tracks.ts';
import type { CourtGround, TrackKind } from '../vocabulary.ts';
import { commitCase } from './commit-case.ts';
import { type OpenedCase, openCase, type Present } from './open-case.ts';
import { type OpenedTrack, readTracks, type TrackContent, trackOf } from './open-track.ts';
import { sealPart } from './seal-part.ts';
import { trackClocks } from './track-clocks.ts';

/** A way to file. */
export interface Filing {
  kind: TrackKind;
  filedOn: string;
  jointly: boolean;
  /** Why a labour dispute is in court past arbitration. */
  ground: CourtGround | null;
  authority: string;
  reference: string | null;
  note: string | null;
}

/** What was heard of a way. */
export interface Progress {
  action: TrackStep;
  on: string;
  outcome: string | null;
  reference: string | null;
  note: string | null;
}

/** The limit of the authority that begins now; nobody counts its days where the case is at rest. */
function begun(
  deps: Deps,
  { row }: OpenedCase,
  began: { track: TrackRow; day: string; now: Date },
): RunningClock[] {
  return AT_REST.includes(row.state) ? [] : trackClocks(deps, began);
}

/** Records that a way beside the mediation was taken. */
export async function fileTrack<A>(
  deps: Deps,
  caller: Caller,
  { id, filing }: { id: string; filing: Filing },
  present: (track: OpenedTrack) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureRunsCase(found.standing);
    const { kind, filedOn, authority, reference, note, ground } = filing;
    const tracks = await listTracks(deps.db, actor.park, id);
    const met = checkFiling(found.row, { clocks: found.clocks, tracks }, { ...filing, now });
    const trackId = newId();
    const said = {
      authority,
      reference,
      notes: note === null ? [] : [note],
      ...(ground === null ? {} : { ground }),
    };
    const track: TrackRow = {
      id: trackId,
      parkId: actor.park,
      caseId: id,
      kind,
      state: 'FILED',
      outcome: null,
      content: sealPart(deps, found, { column: 'track', id: trackId }, said),
      filedOn,
      acceptedOn: null,
      decidedOn: null,
      recordedAt: now,
    };
    const clocks = [
      ...(met === null ? [] : [{ ...stopClock(met, now), onTime: true }]),
      ...begun(deps, found, { track, day: filedOn, now }),
    ];
    const change = { track: trackId, kind, filedOn, ...(ground === null ? {} : { ground }) };
    const set = { procedures: proceduresOf([...tracks, track]) };
    try {
      return await commitCase(
        deps,
        caller,
        found,
        {
          action: 'track-filed',
          set,
          clocks,
          change,
          words: { authority, reference, note },
          statement: saveCaseWithTrack,
          values: { track: trackValue(track), files: [] },
        },
        present({ ...track, said }),
      );
    } catch (error) {
      if (constraintOf(error) !== 'side_track_open') throw error;
      throw refuse('conflict', 'track-under-way', { zh: '该程序正在进行', en: 'It is under way already' });
    }
  });
}

/** The option that a filing met, where it came to nothing and there is time to file once more. */
function openAgain(
  { row, clocks, calendar }: OpenedCase,
  { kind, state }: TrackRow,
  now: Date,
): RunningClock[] {
  const option = cameToNothing({ state }) && !AT_REST.includes(row.state) ? optionOf(kind) : null;
  return clocks
    .filter((clock) => clock.kind === option && clock.dueAt > now)
    .map((clock) => reopenClock(clock, calendar, now));
}

function moved(track: TrackRow, { action, on, outcome }: Progress): TrackRow {
  const state = trackLifecycle.next(track.state, action);
  return {
    ...track,
    state,
    outcome,
    acceptedOn: action === 'accept' ? on : track.acceptedOn,
    decidedOn: action === 'accept' ? null : on,
  };
}

/** Records what the authority did. */
export async function progressTrack<A>(
  deps: Deps,
  caller: Caller,
  { id, trackId, progress }: { id: string; trackId: string; progress: Progress },
  present: (track: OpenedTrack) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureRunsCase(found.standing);
    const tracks = await readTracks(deps, found);
    const before = trackOf(tracks, trackId);
    checkProgress(before, progress, now);
    const { said: was, ...row } = before;
    const { note, reference, on, action } = progress;
    const said: TrackContent = {
      ...was,
      authority: was?.authority ?? '',
      reference: reference ?? was?.reference ?? null,
      notes: [...(was?.notes ?? []), ...(note === null ? [] : [note])],
    };
    const track = {
      ...moved(row, progress),
      content: sealPart(deps, found, { column: 'track', id: trackId }, said),
    };
    const running = found.clocks.filter(({ ref, stoppedAt }) => ref === trackId && stoppedAt === null);
    return commitCase(
      deps,
      caller,
      found,
      {
        action: `track-${action}`,
        set: { procedures: proceduresOf(tracks.map((each) => (each.id === trackId ? track : each))) },
        clocks: [
          ...running.map((clock) => stopClock(clock, now)),
          ...begun(deps, found, { track, day: on, now }),
          ...openAgain(found, track, now),
        ],
        change: { track: trackId, kind: track.kind, to: track.state, on, outcome: track.outcome },
        words: { note, reference },
        statement: saveCaseWithTrack,
        values: { track: trackValue(track), files: [] },
      },
      present({ ...track, said }),
    );
  });
}
