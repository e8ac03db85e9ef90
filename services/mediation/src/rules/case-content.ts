/** What a case keeps sealed: who the parties are and what they say. */
import type { LocalDate } from '@qinwu/domain/local-date';
import type { MediatorChoices } from './chosen-mediators.ts';
import type { LimitationFacts } from './limitation.ts';
import type { PartyAccount } from './party-account.ts';
import type { Left } from './sides.ts';

/** Written where nobody named somebody yet; the window asks. */
export const UNNAMED = '（待补充）';

/** A person or enterprise as the application names it (调解仲裁法 art. 28). */
export interface PartyContent {
  name: string;
  /** 'citizen-id' numbers are checked; others are kept as given. */
  idType: string | null;
  idNumber: string | null;
  phone: string | null;
  gender: string | null;
  age: number | null;
  occupation: string | null;
  employer: string | null;
  address: string | null;
  legalRepresentative: string | null;
  position: string | null;
  /** Who was hurt, in a case with a work injury. */
  injured?: true;
  /** Who speaks for the party 代理人. */
  representative: { name: string; phone: string | null; capacity: string | null } | null;
}

export interface Claim {
  type: string;
  /** Yuan, decimal. */
  amount: string;
  note: string | null;
}

export interface CaseContent {
  /** By party id. */
  parties: Record<string, PartyContent>;
  title: string;
  /** Facts and reasons as told. */
  facts: string;
  claims: Claim[];
  /** Why it was not accepted, failed, was refused or withdrawn. */
  closingNote: string | null;
  /** The day of the accident, where the case tells of a work injury. */
  accidentOn?: LocalDate;
  /** Bank accounts by party id, each while its party consents. */
  accounts?: Record<string, PartyAccount>;
  /** Whom parties chose to mediate. */
  mediatorChoices?: MediatorChoices;
  /** What interrupted or suspended the limitation of the claim. */
  limitation?: LimitationFacts;
  /** Who stood on a side when something was said on one, and does so no more. */
  left?: readonly Left[];
  /** Why the grievance was taken for a dispute: written for those who run the case. */
  referralReason?: string;
  /** Whose agreement to be mediated came with the referral: the grievance was not referred without it. */
  agreedByReferral?: string;
  /** Files of the grievance it came from, kept there: by reference. */
  referredFiles?: { fileId: string; sha256: string; name: string }[];
}
