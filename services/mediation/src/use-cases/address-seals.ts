import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import type { Deps } from '../deps.ts';
import type { Party } from '../rules/case.ts';
import type { SealRow } from '../store/seals.ts';
import type { SealContent } from './seal-case.ts';
import { sealJson } from './secrets.ts';

/** A seal on the address of a party, as the ledger tells of it. */
export interface AddressSeal {
  id: string;
  party: string;
}

/** The seals that a form asks for, of the addresses that were not sealed before. */
export function newAddressSeals(after: readonly Party[], before: readonly Party[]): AddressSeal[] {
  const isSealed = (of: string) => before.some(({ id, addressSealed }) => id === of && addressSealed);
  return after
    .filter(({ id, addressSealed }) => addressSealed && !isSealed(id))
    .map(({ id }) => ({ id: newId(), party: id }));
}

const ASKED: SealContent = { reason: '登记或更正时要求住址对对方保密', liftReason: null };

/** The same as they are written: each can be lifted like any other seal. */
export function addressSealRows(
  { keyring }: Deps,
  { id: caseId, parkId, dek }: { id: string; parkId: string; dek: Buffer | null },
  seals: readonly AddressSeal[],
  { actor, now }: Caller,
): SealRow[] {
  if (dek === null) return [];
  return seals.map(({ id, party }) => ({
    id,
    parkId,
    caseId,
    what: 'party-address',
    ref: party,
    content: sealJson(keyring, dek, { column: 'seal', id }, ASKED),
    sealedBy: actor.id,
    at: now,
    liftedBy: null,
    liftedAt: null,
  }));
}
