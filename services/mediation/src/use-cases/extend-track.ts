import type { Caller } from '@qinwu/domain/caller';
import { retryStale } from '@qinwu/platform/db/commit';
import type { Deps } from '../deps.ts';
import { extendClock } from '../rules/case-clock.ts';
import { checkExtension, extensionLimit, type TrackExtension } from '../rules/side-track.ts';
import { ensureRunsCase } from '../rules/speaker.ts';
import { saveCaseWithTrack, trackValue } from '../store/side-tracks.ts';
import { commitCase } from './commit-case.ts';
import { openCase, type Present } from './open-case.ts';
import { type OpenedTrack, readTracks, type TrackContent, trackOf } from './open-track.ts';
import { ownFiles } from './own-files.ts';
import { sealPart } from './seal-part.ts';

/** Records that the authority gave itself more time, as far as the law lets it: its limit counts on. */
export async function extendTrack<A>(
  deps: Deps,
  caller: Caller,
  { id, trackId, extension }: { id: string; trackId: string; extension: TrackExtension },
  present: (track: OpenedTrack) => Present<A>,
): Promise<A> {
  const { actor, now } = caller;
  return retryStale(async () => {
    const found = await openCase(deps, actor, id);
    ensureRunsCase(found.standing);
    const { said: was, ...row } = trackOf(await readTracks(deps, found), trackId);
    checkExtension({ ...row, extension: was?.extension }, extension, now);
    const { on, days, paper, reason } = extension;
    const owned = { owner: `case/${id}`, pointer: '/paper' };
    const files = await ownFiles(deps, caller, paper === null ? [] : [paper], owned);
    const said: TrackContent = { authority: '', reference: null, notes: [], ...was, extension };
    const track = { ...row, content: sealPart(deps, found, { column: 'track', id: trackId }, said) };
    const limit = extensionLimit(row.kind, days);
    return commitCase(
      deps,
      caller,
      found,
      {
        action: 'track-extend',
        clocks: found.clocks
          .filter(({ ref, stoppedAt }) => ref === trackId && stoppedAt === null)
          .map((clock) => extendClock(clock, limit, deps.calendar, now)),
        change: {
          ...{ track: trackId, kind: row.kind, on, days },
          files: files.map(({ id: file, sha256 }) => ({ id: file, sha256 })),
        },
        words: { reason },
        statement: saveCaseWithTrack,
        values: { track: trackValue(track), files: files.map(({ id: file }) => file) },
      },
      present({ ...track, said }),
    );
  });
}
