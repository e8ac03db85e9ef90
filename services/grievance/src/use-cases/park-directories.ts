import type { Database } from '@qinwu/platform/db/database';
import type { Directory } from '../rules/directory.ts';
import { type DirectoryRows, readDirectory } from '../store/directory.ts';

/** How long another process's change of the directory may go unnoticed; our own is seen at once. */
const FRESH_MS = 2_000;

/** The directories of the parks, kept in memory for a moment: every intake and every action reads one. */
export interface ParkDirectories {
  of(park: string): Promise<Directory>;
  /** Called after a change of the park's directory. */
  forget(park: string): void;
}

function byCode<T extends { code: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map((row) => [row.code, row]));
}

/** The rows as rules read them. */
export function directoryOf(rows: DirectoryRows): Directory {
  return {
    categories: byCode(rows.categories),
    grids: byCode(rows.grids),
    officers: byCode(rows.officers),
    units: byCode(rows.units),
    profiles: rows.profiles,
  };
}

/** Opens an empty memory of directories. */
export function createParkDirectories(db: Database): ParkDirectories {
  const known = new Map<string, { directory: Promise<Directory>; until: number }>();
  return {
    of(park) {
      const kept = known.get(park);
      if (kept !== undefined && kept.until > performance.now()) return kept.directory;
      const directory = readDirectory(db, park).then(directoryOf);
      const entry = { directory, until: performance.now() + FRESH_MS };
      known.set(park, entry);
      directory.catch(() => {
        if (known.get(park) === entry) known.delete(park);
      });
      return directory;
    },
    forget: (park) => void known.delete(park),
  };
}
