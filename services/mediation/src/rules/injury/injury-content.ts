/** What an application keeps sealed: who was hurt, who applies, what happened. */
import type { ExclusionHint } from '../../injury-vocabulary.ts';

export interface InjuredPerson {
  name: string;
  idType: string | null;
  idNumber: string | null;
  phone: string | null;
  gender: string | null;
  address: string | null;
  position: string | null;
}

/** Who applies where it is not the worker. */
export interface ApplicantContent {
  name: string;
  phone: string | null;
  /** Of a close relative. */
  relation: string | null;
}

export interface InjuryContent {
  worker: InjuredPerson;
  applicant: ApplicantContent | null;
  employer: { name: string; contact: string | null; phone: string | null };
  /** Instants, RFC 3339. */
  occurredAt: string | null;
  firstDiagnosedAt: string | null;
  diedAt: string | null;
  place: string | null;
  course: string | null;
  injury: string | null;
  hospital: string | null;
  hints: ExclusionHint[];
  /** The written word of the applicant who withdrew, or why it was not handed over. */
  closingNote: string | null;
}

/** Of an accident of which nothing was told. */
export const NOTHING_TOLD = {
  occurredAt: null,
  firstDiagnosedAt: null,
  diedAt: null,
  place: null,
  course: null,
  injury: null,
  hospital: null,
  hints: [],
} satisfies Partial<InjuryContent>;
