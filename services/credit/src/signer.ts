import { createPrivateKey, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose';

/** Signs passports and portraits, so that whoever holds one can verify it offline. */
export interface Signer {
  /** A JWT (EdDSA) of this kind about a subject, until an instant. */
  sign(kind: string, claims: Readonly<Record<string, unknown>>, term: Term): Promise<string>;
  /** The public key, to be published as a JWK set. */
  readonly publicKey: JWK;
}

interface Term {
  readonly subject: string;
  readonly issuer: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/**
 * Opens the service's signing key, Ed25519 as PKCS8 DER in base64: the one that signs the checkpoints of its ledger. A JWT
 * names its kind in `typ` and can be taken for no checkpoint, which is a line of JSON.
 */
export async function openSigner(key: string): Promise<Signer> {
  const privateKey = createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
  const jwk = await exportJWK(createPublicKey(privateKey));
  const kid = await calculateJwkThumbprint(jwk);
  return {
    publicKey: { ...jwk, kid, use: 'sig', alg: 'EdDSA' },
    sign: (kind, claims, { subject, issuer, issuedAt, expiresAt }) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'EdDSA', typ: kind, kid })
        .setSubject(subject)
        .setIssuer(issuer)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(privateKey),
  };
}
