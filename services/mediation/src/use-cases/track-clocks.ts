import { newId } from '@qinwu/domain/id';
import { startOfDay } from '@qinwu/domain/local-date';
import type { Deps } from '../deps.ts';
import { extendClock, openClock, type RunningClock, reopenClock } from '../rules/case-clock.ts';
import { extensionLimit, followedTerm } from '../rules/side-track.ts';
import type { TrackRow } from '../store/side-tracks.ts';
import type { OpenedTrack } from './open-track.ts';

/** The limit of the authority that began on that day; none where the law sets none. */
export function trackClocks(
  deps: Deps,
  { track, day, now }: { track: TrackRow; day: string; now: Date },
): RunningClock[] {
  const term = followedTerm(track.kind, track.state);
  if (term === null) return [];
  const at = { start: startOfDay(day), now, calendar: deps.calendar };
  return [openClock({ id: newId(), kind: 'track', ref: track.id }, term, at)];
}

/** The limits of authorities that are followed again, since the case is at rest no more: they ended with it, or never began. */
export function resumedTrackClocks(
  deps: Deps,
  { tracks, clocks, now }: { tracks: readonly OpenedTrack[]; clocks: readonly RunningClock[]; now: Date },
): RunningClock[] {
  return tracks.flatMap((track) => {
    const day = track.acceptedOn ?? track.filedOn;
    return trackClocks(deps, { track, day, now }).map((fresh) => {
      const own = clocks.find(({ ref, article }) => ref === track.id && article === fresh.article);
      const clock = own === undefined ? fresh : reopenClock(own, deps.calendar, now);
      const { extension } = track.said ?? {};
      // One that was heard of while nobody counted is counted now.
      if (extension === undefined || clock.deadline.extensions.length > 0) return clock;
      return extendClock(clock, extensionLimit(track.kind, extension.days), deps.calendar, now);
    });
  });
}
