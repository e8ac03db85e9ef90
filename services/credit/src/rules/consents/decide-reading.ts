/** Whether somebody may read an enterprise's portrait now: by the park's delivery, and by the enterprise's consent. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { BankKind, ConsentScope, DeliveryMode, Purpose } from '../../money-words.ts';

/** A consent as a reading asks about it. */
export interface AskedConsent {
  readonly id: string;
  readonly scopes: readonly ConsentScope[];
  readonly purpose: Purpose;
  readonly validUntil: LocalDate;
  readonly revokedAt: Date | null;
}

export interface Reading<C extends AskedConsent> {
  readonly mode: DeliveryMode;
  /** What the reader is; empty where it is nobody the park knows. */
  readonly kinds: readonly BankKind[];
  readonly purpose: Purpose;
  readonly today: LocalDate;
  /** What the enterprise granted the reader, the newest first. */
  readonly consents: readonly C[];
}

export type Refusal =
  | 'delivery-off'
  | 'reader-unknown'
  | 'consent-missing'
  | 'consent-revoked'
  | 'consent-expired'
  | 'purpose-not-consented';

/**
 * The consent a reading stands on, or why it is refused. 征信业务管理办法: whoever collects credit information for others
 * is a licensed or filed agency, so banks read directly only where the deployer has recorded a legal review.
 */
export function decideReading<C extends AskedConsent>(
  reading: Reading<C>,
): { consent: C } | { refusal: Refusal } {
  const { mode, kinds, purpose, today, consents } = reading;
  if (kinds.length === 0) return { refusal: 'reader-unknown' };
  if (mode === 'own-passport' || (mode === 'agency' && !kinds.includes('agency'))) {
    return { refusal: 'delivery-off' };
  }
  const standing = consents.filter(({ revokedAt }) => revokedAt === null);
  const valid = standing.filter(({ validUntil }) => today <= validUntil);
  const consent = valid.find((one) => one.purpose === purpose);
  if (consent !== undefined) return { consent };
  if (valid.length > 0) return { refusal: 'purpose-not-consented' };
  if (standing.length > 0) return { refusal: 'consent-expired' };
  return { refusal: consents.length > 0 ? 'consent-revoked' : 'consent-missing' };
}
