import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import type { TrackExtension } from '../rules/side-track.ts';
import { listTracks, type TrackRow } from '../store/side-tracks.ts';
import type { CourtGround } from '../vocabulary.ts';
import type { OpenedCase } from './open-case.ts';
import { openPart } from './seal-part.ts';

/** What is sealed of a way: the authority, its own number, notes, and by how much it took longer. */
export interface TrackContent {
  authority: string;
  reference: string | null;
  notes: string[];
  ground?: CourtGround;
  extension?: TrackExtension;
}

export interface OpenedTrack extends TrackRow {
  said: TrackContent | null;
}

function opened(deps: Deps, found: OpenedCase, track: TrackRow): OpenedTrack {
  const said = openPart<TrackContent>(deps, found, { column: 'track', id: track.id }, track.content);
  return { ...track, said };
}

/** The ways beside a case, for whoever stands in it. */
export async function readTracks(deps: Deps, found: OpenedCase): Promise<OpenedTrack[]> {
  const tracks = await listTracks(deps.db, found.row.parkId, found.row.id);
  return tracks.map((track) => opened(deps, found, track));
}

/** One of them; refuses `track-missing`. */
export function trackOf(tracks: readonly OpenedTrack[], id: string): OpenedTrack {
  const track = tracks.find((each) => each.id === id);
  if (track !== undefined) return track;
  throw refuse('missing', 'track-missing', { zh: '没有该程序的记录', en: 'There is no such record' });
}
