/** Reads parties off a form: their identifiers checked and normalised, their words kept apart to be sealed. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { parseCitizenId } from '@qinwu/domain/citizen-id';
import { newId } from '@qinwu/domain/id';
import { parsePhone } from '@qinwu/domain/phone';
import { parseUscc } from '@qinwu/domain/uscc';
import { STAFF } from '../who.ts';
import type { Party } from './case.ts';
import type { PartyContent } from './case-content.ts';
import type { Attempt, Fault, Gathering } from './gather-faults.ts';
import type { PartyBody } from './intake-body.ts';
import { isSameMandate, type Mandate, readMandate } from './mandate.ts';
import type { WholeParty } from './whole-party.ts';

function checkCode({ kind, uscc }: WholeParty, pointer: string, fault: Fault): void {
  if (kind === 'enterprise' && uscc === undefined) {
    fault(pointer, 'uscc-missing', { zh: '单位须填写统一社会信用代码', en: 'An enterprise has a code' });
  }
  if (kind === 'person' && uscc !== undefined) {
    fault(pointer, 'uscc-of-person', { zh: '自然人没有统一社会信用代码', en: 'A person has no such code' });
  }
}

function checkInjured({ kind, injured }: WholeParty, pointer: string, fault: Fault): void {
  if (injured !== true || kind === 'person') return;
  fault(pointer, 'injured-not-a-person', { zh: '受伤职工须为自然人', en: 'Only a person is hurt' });
}

/** The numbers of a party, normalised; what a correction leaves as it was is not asked again. */
function checkParty(party: WholeParty, n: number, { fault, attempt }: { fault: Fault; attempt: Attempt }) {
  const at = (name: string): string => `/parties/${n}/${name}`;
  const isUntouched = (...names: string[]): boolean => names.every((name) => party.untouched?.has(name));
  checkCode(party, at('uscc'), fault);
  checkInjured(party, at('injured'), fault);
  const { uscc, phone, idNumber, idType } = party;
  return {
    uscc: uscc === undefined ? null : attempt(() => parseUscc(uscc, at('uscc'))),
    phone:
      phone === undefined || isUntouched('phone')
        ? (phone ?? null)
        : attempt(() => parsePhone(phone, at('phone'))),
    idNumber:
      idNumber === undefined || isUntouched('idNumber', 'idType')
        ? (idNumber ?? null)
        : readIdNumber({ idNumber, idType }, at, { fault, attempt }),
  };
}

/** The number of a person's document as it is kept; faults name the field by `at`. */
export function readIdNumber(
  { idNumber, idType }: { idNumber: string; idType: PartyBody['idType'] },
  at: (name: string) => string,
  { fault, attempt }: { fault: Fault; attempt: Attempt },
): string | null {
  if (idType === undefined) {
    fault(at('idType'), 'id-type-missing', { zh: '须注明证件类型', en: 'Say which document it is' });
  }
  return idType === 'citizen-id'
    ? attempt(() => parseCitizenId(idNumber, at('idNumber')))
    : idNumber.trim().toUpperCase();
}

function contentOf(
  party: WholeParty,
  checked: { phone: string | null; idNumber: string | null },
): PartyContent {
  const { representative } = party;
  return {
    name: party.name,
    idType: party.idType ?? null,
    idNumber: checked.idNumber,
    phone: checked.phone,
    gender: party.gender ?? null,
    age: party.age ?? null,
    occupation: party.occupation ?? null,
    employer: party.employer ?? null,
    address: party.address ?? null,
    legalRepresentative: party.legalRepresentative ?? null,
    position: party.position ?? null,
    ...(party.injured === true ? { injured: true } : {}),
    representative:
      representative === undefined
        ? null
        : {
            name: representative.name,
            phone: representative.phone ?? null,
            capacity: representative.capacity ?? null,
          },
  };
}

/** A person who applies from an account of their own reads the case with it, as the first applicant or as they say. */
function filerAt(bodies: readonly WholeParty[], actor: Actor): number {
  if (!hasRole(actor, 'party', 'citizen') || bodies.some(({ subject }) => subject === actor.id)) return -1;
  const first = bodies.findIndex(({ side }) => side === 'applicant');
  return bodies[first]?.kind === 'person' ? first : -1;
}

interface Given {
  id: string;
  uscc: string | null;
  filer: string | null;
  mandate: Mandate | null;
}

/** A mandate that says the same is the one that stands, with who entered it. */
function mandateOf(mandate: Mandate | null, stands: Mandate | undefined): { mandate?: Mandate } {
  if (mandate === null) return {};
  return { mandate: stands !== undefined && isSameMandate(stands, mandate) ? stands : mandate };
}

/** The party without its words; one that is known keeps its account and its consent. */
function rowOf(party: WholeParty, known: Party | undefined, { id, uscc, filer, mandate }: Given): Party {
  return {
    id,
    side: party.side,
    kind: party.kind,
    uscc,
    subject: party.subject === undefined ? (known?.subject ?? filer) : party.subject,
    // Who applies has agreed by applying; the others are asked (人民调解法 art. 17).
    consent: known?.consent ?? (party.side === 'applicant' ? 'agreed' : 'pending'),
    // A seal is lifted by whoever may, not by a correction.
    addressSealed: party.addressSealed === true || known?.addressSealed === true,
    ...mandateOf(mandate, known?.mandate),
  };
}

/** The parties as they will stand; one that names its `id` keeps it with its consent. */
export function readParties(
  bodies: readonly WholeParty[],
  actor: Actor,
  { before, gather }: { before: readonly Party[]; gather: Gathering },
): { parties: Party[]; contents: Record<string, PartyContent> } {
  const filer = before.length === 0 ? filerAt(bodies, actor) : -1;
  // The window has seen whom it enters.
  const isSeen = hasRole(actor, ...STAFF);
  const parties: Party[] = [];
  const contents: Record<string, PartyContent> = {};
  for (const [n, party] of bodies.entries()) {
    const known = before.find(({ id }) => id === party.id);
    if (party.id !== undefined && known === undefined) {
      gather.fault(`/parties/${n}/id`, 'party-unknown', { zh: '没有该当事人', en: 'There is no such party' });
    }
    const id = known?.id ?? newId();
    const checked = checkParty(party, n, gather);
    contents[id] = contentOf(party, checked);
    const at = (name: string): string => `/parties/${n}/representative/${name}`;
    const read = readMandate(party.representative ?? {}, at, gather.fault);
    const mandate = read === null || isSeen ? read : { ...read, byParty: true as const };
    const { uscc } = checked;
    parties.push(rowOf(party, known, { id, uscc, filer: n === filer ? actor.id : null, mandate }));
  }
  return { parties, contents };
}
