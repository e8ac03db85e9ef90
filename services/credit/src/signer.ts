import { createPrivateKey, createPublicKey } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK, type JWK, SignJWT } from 'jose';
import { conceal } from './sd-jwt.ts';

/** Signs passports and portraits, so that whoever holds one can verify it offline. */
export interface Signer {
  /** A JWT (EdDSA) of this kind about a subject, until an instant. */
  sign(kind: string, claims: Claims, term: Term): Promise<string>;
  /** The same with claims that its holder shows or keeps, each by itself. */
  signConcealing(kind: string, claims: { told: Claims; shown: Claims }, term: Term): Promise<Issued>;
  /** The public key, to be published as a JWK set. */
  readonly publicKey: JWK;
}

type Claims = Readonly<Record<string, unknown>>;

/** A signed text, and apart from it what its holder may show. */
export interface Issued {
  readonly jwt: string;
  /** By the name of its claim, the text that shows it. */
  readonly disclosures: ReadonlyMap<string, string>;
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
  const sign: Signer['sign'] = (kind, claims, { subject, issuer, issuedAt, expiresAt }) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: kind, kid })
      .setSubject(subject)
      .setIssuer(issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
  return {
    publicKey: { ...jwk, kid, use: 'sig', alg: 'EdDSA' },
    sign,
    signConcealing: async (kind, { told, shown }, term) => {
      const { sealed, disclosures } = conceal(shown);
      return { jwt: await sign(kind, { ...told, ...sealed }, term), disclosures };
    },
  };
}
