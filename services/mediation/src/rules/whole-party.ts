/**
 * A party of a correction made whole. Of one that names its `id`, what is left out stays as it is and null clears; what
 * was read masked and comes back so is what stands, and no mask is ever stored in place of a name or a number.
 */
import { holdsMask } from '@qinwu/domain/mask';
import type { Party } from './case.ts';
import type { PartyContent } from './case-content.ts';
import type { Fault } from './gather-faults.ts';
import type { PartyBody, PartyPatch } from './intake-body.ts';
import { termsAfter, termsOf } from './mandate.ts';
import { maskedParty, maskedRepresentative } from './masked-party.ts';

/** A party as the form of an application would have it, with the members nobody has touched. */
export type WholeParty = Omit<PartyBody, 'subject'> & {
  id?: string | undefined;
  subject?: string | null | undefined;
  untouched?: ReadonlySet<string>;
};

/** A party as it stands. */
interface Stands {
  party: Party;
  content: PartyContent;
}

interface At {
  pointer: (name: string) => string;
  fault: Fault;
}

/** What is masked of anybody, and of persons alone. */
const OF_ANYBODY: readonly string[] = ['idNumber', 'phone', 'legalRepresentative'];
const OF_PERSONS: readonly string[] = ['name', 'address'];
const MASKED = ['name', 'idNumber', 'phone', 'address', 'legalRepresentative'] as const;
const PLAIN = ['idType', 'gender', 'age', 'occupation', 'employer', 'position', 'injured'] as const;

/** The value that is meant; undefined: as it stands. */
export function meant<T>(
  given: T,
  stood: { value: unknown; masked: unknown },
  { at, name }: { at: At; name: string },
): T | undefined {
  if (!holdsMask(given) || given === stood.value) return given;
  if (given === stood.masked) return undefined;
  at.fault(at.pointer(name), 'masked-value', {
    zh: '不能以脱敏后的内容保存：不更改的请不填，要更改的请填写全部',
    en: 'This is masked: leave out what stays as it is, and write in full what changes',
  });
  return undefined;
}

/** Another name is another person, of whom nothing is known yet and who holds no mandate. */
function representativeOf(given: PartyPatch['representative'], stands: Stands | undefined, at: At) {
  const stood = stands?.content.representative ?? null;
  const held = stands?.party.mandate;
  if (given === null) return null;
  if (given === undefined) return stood && { ...stood, ...termsOf(held) };
  const masked = stood === null ? null : maskedRepresentative(stood);
  const read = (member: 'name' | 'phone', value: string | null | undefined) =>
    meant(
      value,
      { value: stood?.[member], masked: masked?.[member] },
      { at, name: `representative/${member}` },
    );
  const name = read('name', given.name) ?? stood?.name ?? given.name;
  const known = stood !== null && stood.name === name ? stood : null;
  const phone = read('phone', given.phone);
  return {
    name,
    phone: phone === undefined ? (known?.phone ?? null) : phone,
    capacity: given.capacity === undefined ? (known?.capacity ?? null) : given.capacity,
    ...termsAfter(given, known === null ? undefined : held),
  };
}

function ensureComplete(given: PartyPatch, { pointer, fault }: At): void {
  for (const name of ['side', 'kind', 'name'] as const) {
    if (given[name] !== undefined) continue;
    fault(pointer(name), 'required', { zh: '新增的当事人必填', en: 'A party that is new needs it' });
  }
}

function ensureSealKept({ address }: PartyPatch, { party, content }: Stands, { pointer, fault }: At): void {
  if (address !== null || !party.addressSealed || content.address === null) return;
  fault(pointer('address'), 'address-sealed', {
    zh: '住址已封存，不能清除：不更改的请不填',
    en: 'The address is sealed and not cleared: leave it out, or write another',
  });
}

/** Nulls as what an application leaves out. */
function withoutNulls(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}

/** The members in words and numbers, and which of them nobody touched. */
function membersOf(given: PartyPatch, stands: Stands | undefined, at: At) {
  const content = stands?.content;
  const kinds = [given.kind, stands?.party.kind];
  const masked = stands === undefined ? undefined : maskedParty(stands.party.kind, stands.content);
  const untouched = new Set<string>();
  const members: Record<string, unknown> = {};
  for (const name of [...PLAIN, ...MASKED]) {
    const stood = { value: content?.[name], masked: masked?.[name] };
    const isMasked = OF_ANYBODY.includes(name) || (OF_PERSONS.includes(name) && kinds.includes('person'));
    const value = isMasked ? meant<unknown>(given[name], stood, { at, name }) : given[name];
    if (value === undefined || value === stood.value) untouched.add(name);
    members[name] = value === undefined ? (stood.value ?? null) : value;
  }
  return { members, untouched };
}

/** A correction seals an address and lifts no seal: that has its reason, and who may. */
function ensureSealStands({ addressSealed }: PartyPatch, { party }: Stands, at: At): void {
  if (addressSealed !== false || !party.addressSealed) return;
  at.fault(at.pointer('addressSealed'), 'address-sealed', {
    zh: '住址已封存，不能以更正解除：由窗口写明理由解除（POST /cases/{id}/seals/{seal}/actions/lift）',
    en: 'The address is sealed: the window lifts the seal with its reason (POST /cases/{id}/seals/{seal}/actions/lift)',
  });
}

/** Makes the party whole; gathers what cannot be meant. */
export function wholeParty(given: PartyPatch, stands: Stands | undefined, at: At): WholeParty {
  if (stands === undefined) ensureComplete(given, at);
  else {
    ensureSealKept(given, stands, at);
    ensureSealStands(given, stands, at);
  }
  const { members, untouched } = membersOf(given, stands, at);
  const before = stands?.party.uscc ?? null;
  const uscc = given.uscc === undefined ? before : given.uscc;
  // Another enterprise is nobody's client yet, and no account speaks for it.
  const isOther = before !== null && uscc?.toUpperCase() !== before;
  const representative = representativeOf(given.representative, isOther ? undefined : stands, at);
  const said = withoutNulls({
    ...members,
    uscc,
    representative: representative && withoutNulls(representative),
  });
  return {
    ...said,
    id: given.id,
    side: given.side ?? stands?.party.side ?? 'third',
    kind: given.kind ?? stands?.party.kind ?? 'person',
    name: String(said.name ?? ''),
    subject: given.subject === undefined && isOther ? null : given.subject,
    addressSealed: given.addressSealed,
    untouched,
  };
}
