import type { Keyring } from '../crypto/keyring.ts';
import type { Database } from '../db/database.ts';
import type { BlobStore } from './blob-store.ts';
import { DATABASE_PLACE, databaseBlobs } from './database-blobs.ts';
import { type S3Options, s3Blobs } from './s3-blobs.ts';

/** What is needed to keep and give files. */
export interface FileStore {
  db: Database;
  keyring: Keyring;
  blobs: BlobStore;
}

/** Files in the service's database, or in a bucket where one is configured. */
export function openFileStore(db: Database, keyring: Keyring, s3?: S3Options): FileStore {
  const inDatabase = databaseBlobs(db);
  return { db, keyring, blobs: s3 === undefined ? inDatabase : newInBucket(inDatabase, s3Blobs(s3)) };
}

/** New files go into the bucket; what was kept before there was one stays readable where it is. */
function newInBucket(inDatabase: BlobStore, inBucket: BlobStore): BlobStore {
  const keeping = (place: string) => (place === DATABASE_PLACE ? inDatabase : inBucket);
  return {
    write: inBucket.write,
    read: (runner, fileId, place) => keeping(place).read(runner, fileId, place),
    remove: (place) => keeping(place).remove(place),
  };
}
