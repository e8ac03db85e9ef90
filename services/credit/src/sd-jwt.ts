import { createHash, randomBytes } from 'node:crypto';

/** Claims that are signed without being told: their holder shows those it chooses (SD-JWT, RFC 9901). */
export interface Concealed {
  /** What is signed in their place, in an order that says nothing of theirs. */
  readonly sealed: { readonly _sd: readonly string[]; readonly _sd_alg: 'sha-256' };
  /** By the name of its claim, the text that shows it. */
  readonly disclosures: ReadonlyMap<string, string>;
}

/** 128 bits, as RFC 9901 has it: without them a grade would be found by trying all there are. */
const SALT_BYTES = 16;

/** Conceals each claim under a salt of its own, so that the same claims never look alike twice. */
export function conceal(claims: Readonly<Record<string, unknown>>): Concealed {
  const disclosures = new Map(
    Object.entries(claims).map(([name, value]) => {
      const salt = randomBytes(SALT_BYTES).toString('base64url');
      return [name, Buffer.from(JSON.stringify([salt, name, value])).toString('base64url')];
    }),
  );
  return {
    sealed: { _sd: Array.from(disclosures.values(), digestOf).toSorted(), _sd_alg: 'sha-256' },
    disclosures,
  };
}

/** The digest a disclosure is known by in the signed text: over its characters, not over what they encode. */
export function digestOf(disclosure: string): string {
  return createHash('sha256').update(disclosure).digest('base64url');
}

/** The signed text with the disclosures that are shown. It ends in `~`, where a holder with a key would add a proof. */
export function present(jwt: string, disclosures: Iterable<string>): string {
  return [jwt, ...disclosures, ''].join('~');
}
