/** A party of a case as documents name it. */
import type { DocumentParty } from '../documents/party-block.ts';
import type { PartyKind, Side } from '../vocabulary.ts';
import type { PartyContent } from './case-content.ts';

export const ROLES: Record<Side, string> = {
  applicant: '申请人',
  respondent: '被申请人',
  third: '第三人',
};
const GENDERS: Record<string, string> = { male: '男', female: '女' };

type Given<T> = { [K in keyof T]?: NonNullable<T[K]> };

/** What is there; a document leaves out what nobody said. */
function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  ) as Given<T>;
}

/** The party for a document the other side reads too: an address it asked to keep from them is left out. */
export function documentParty(
  party: { side: Side; kind: PartyKind; uscc: string | null; addressSealed: boolean },
  content: PartyContent | undefined,
): DocumentParty {
  const { representative } = content ?? {};
  return {
    role: ROLES[party.side],
    kind: party.kind,
    name: content?.name ?? '',
    ...given({
      gender: GENDERS[content?.gender ?? ''] ?? null,
      age: content?.age,
      idNumber: party.kind === 'enterprise' ? party.uscc : content?.idNumber,
      occupation: content?.occupation,
      employer: content?.employer,
      address: party.addressSealed ? null : content?.address,
      phone: content?.phone,
      legalRepresentative: content?.legalRepresentative,
      position: content?.position,
    }),
    ...(representative === null || representative === undefined
      ? {}
      : {
          representative: {
            name: representative.name,
            ...given({ capacity: representative.capacity, phone: representative.phone }),
          },
        }),
  };
}
