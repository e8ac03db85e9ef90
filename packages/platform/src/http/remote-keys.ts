import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';

/** How long the last good keys serve while the issuer is away: an outage of an hour turns nobody out. */
const KEPT_MS = 3_600_000;

export interface RemoteKeysOptions {
  /** Milliseconds between fetches: as long lives a key its issuer has withdrawn. */
  refreshMs: number;
  onStale(error: unknown): void;
}

/** An issuer's published keys, fetched anew in the background, and at once for a key that is not known yet. */
export function remoteKeys(url: URL, { refreshMs, onStale }: RemoteKeysOptions): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: 2_000,
    cooldownDuration: 10_000,
    cacheMaxAge: KEPT_MS,
  });
  // Lives as long as the process does, and keeps none alive.
  setInterval(() => void keys.reload().catch(onStale), refreshMs).unref();
  return keys;
}
