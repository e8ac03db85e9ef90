import { maskAddress, maskCitizenId, maskName, maskPhone } from '@qinwu/domain/mask';
import type { PartyKind } from '../vocabulary.ts';
import type { PartyContent } from './case-content.ts';

const by = (mask: (text: string) => string, text: string | null) => (text === null ? null : mask(text));

/** Who speaks for a party, as those without `pii:read` see it. */
export function maskedRepresentative({
  name,
  phone,
  capacity,
}: NonNullable<PartyContent['representative']>): NonNullable<PartyContent['representative']> {
  return { name: maskName(name), phone: by(maskPhone, phone), capacity };
}

/** A party as those without `pii:read` see it; what a firm is called and where it is, is no secret. */
export function maskedParty(kind: PartyKind, content: PartyContent): PartyContent {
  const { representative } = content;
  return {
    ...content,
    name: kind === 'person' ? maskName(content.name) : content.name,
    idNumber: by(maskCitizenId, content.idNumber),
    phone: by(maskPhone, content.phone),
    address: kind === 'person' ? by(maskAddress, content.address) : content.address,
    legalRepresentative: by(maskName, content.legalRepresentative),
    representative: representative === null ? null : maskedRepresentative(representative),
  };
}
