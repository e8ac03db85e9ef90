/** The case a referred grievance becomes: what is known of it; the window completes it before it is accepted. */
import type { LocalDate } from '@qinwu/domain/local-date';
import { CATEGORY_CODES, type Category, type Organisation } from '../vocabulary.ts';
import type { Party } from './case.ts';
import { type CaseContent, type PartyContent, UNNAMED } from './case-content.ts';

/** What a referral says, opened. */
export interface Referred {
  category?: string | undefined;
  enterprise?: string | undefined;
  content: {
    title: string;
    text: string;
    textCut: boolean;
    reason: string;
    enterpriseName: string | null;
    reporter: {
      name: string | null;
      phone: string | null;
      idType: string | null;
      idNumber: string | null;
      address: string | null;
    } | null;
    attachments: readonly { fileId: string; sha256: string; name: string; contentType: string }[];
  };
}

const NOTHING: Omit<PartyContent, 'name'> = {
  idType: null,
  idNumber: null,
  phone: null,
  gender: null,
  age: null,
  occupation: null,
  employer: null,
  address: null,
  legalRepresentative: null,
  position: null,
  representative: null,
};

function categoryOf(hint: string | undefined): Category {
  return CATEGORY_CODES.find((code) => code === hint) ?? 'labour-other';
}

function factsOf({ text, textCut }: Referred['content']): string {
  return textCut ? `${text}\n（原文过长，全文见诉求）` : text;
}

/** Two parties as far as they are known: who reported applies, the enterprise answers. */
function partiesOf(
  referred: Referred,
  newId: () => string,
): { parties: Party[]; contents: CaseContent['parties']; asked: Pick<CaseContent, 'agreedByReferral'> } {
  const { reporter, enterpriseName } = referred.content;
  const applicant = newId();
  const respondent = newId();
  const common = { subject: null, addressSealed: false } as const;
  return {
    parties: [
      { ...common, id: applicant, side: 'applicant', kind: 'person', uscc: null, consent: 'pending' },
      {
        ...common,
        id: respondent,
        side: 'respondent',
        kind: 'enterprise',
        uscc: referred.enterprise ?? null,
        consent: 'pending',
      },
    ],
    contents: {
      [applicant]: { ...NOTHING, ...reporter, name: reporter?.name ?? UNNAMED },
      [respondent]: { ...NOTHING, name: enterpriseName ?? UNNAMED },
    },
    asked: reporter === null ? {} : { agreedByReferral: applicant },
  };
}

/** What of a new case follows from a referral. Whoever complained has not applied yet: both sides are asked. */
export function referredCase(referred: Referred, newId: () => string) {
  const { content, category } = referred;
  const { parties, contents, asked } = partiesOf(referred, newId);
  const attachments = content.attachments.map(({ fileId, sha256, name }) => ({ fileId, sha256, name }));
  return {
    category: categoryOf(category),
    oral: false,
    organisation: 'window' as Organisation,
    mode: null,
    gridCode: null,
    injury: categoryOf(category) === 'injury-benefit',
    workers: 1,
    amountClaimed: 0n,
    limitationFrom: null as LocalDate | null,
    parties,
    content: {
      parties: contents,
      title: content.title,
      facts: factsOf(content),
      claims: [],
      closingNote: null,
      ...asked,
      referralReason: content.reason,
      referredFiles: attachments,
    } satisfies CaseContent,
    extension: {},
  };
}
