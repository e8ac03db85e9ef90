/**
 * Signed links to a file of another service: the listener's own edge decides who of its people may read it, and signs
 * a link that the owner of the file accepts for some minutes, without knowing that person or any of its roles.
 */
import { SERVICE_NAMES, type ServiceName } from '@qinwu/contracts/service-name';
import { ID_PATTERN } from '@qinwu/domain/id';
import { z } from 'zod';
import type { Keyring } from '../crypto/keyring.ts';

/** How long a link can be followed: long enough to click on it, too short to be passed around. */
export const LINK_SECONDS = 300;

/** Who may read what, until when. */
const Claims = z.object({
  park: z.string().min(1),
  file: z.string().regex(new RegExp(ID_PATTERN)),
  /** The service whose people the file was granted to, and which signed. */
  listener: z.enum(SERVICE_NAMES),
  /** The account the link was made for. */
  reader: z.string().min(1),
  /** Seconds since 1970. */
  until: z.int(),
});
export type LinkClaims = z.output<typeof Claims>;

/** Names the key of an owner's links; no listener of events has such a name. */
const keyOf = (owner: ServiceName): string => `file-link:${owner}`;

/** Signs a link to a file of the owner; returns the address, relative to the origin of the cluster, and its end. */
export function signFileLink(
  keys: Pick<Keyring, 'macFor'>,
  { owner, now, ...of }: Omit<LinkClaims, 'until'> & { owner: ServiceName; now: Date },
): { url: string; expiresAt: Date } {
  const until = Math.floor(now.getTime() / 1_000) + LINK_SECONDS;
  const claims = Buffer.from(JSON.stringify({ ...of, until } satisfies LinkClaims)).toString('base64url');
  const link = `${claims}.${keys.macFor(keyOf(owner), claims)}`;
  return { url: `/${owner}/v1/granted-files/${of.file}?link=${link}`, expiresAt: new Date(until * 1_000) };
}

/** What a link says, expired or not; null where the owner's key did not sign it. */
export function readFileLink(
  keys: Pick<Keyring, 'isMacOf'>,
  owner: ServiceName,
  link: string,
): LinkClaims | null {
  const [claims = '', mac = '', ...more] = link.split('.');
  if (more.length > 0 || !keys.isMacOf(keyOf(owner), claims, mac)) return null;
  return Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
}
