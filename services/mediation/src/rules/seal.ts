/** Sealing 封存: of a whole case, of an item of evidence, of a party's address. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { Sealable } from '../vocabulary.ts';
import type { Party } from './case.ts';
import { runsCase, type Standing } from './standing.ts';

/** Refuses all but the window's own people. */
export function ensureSeals(actor: Actor, standing: Standing): void {
  if (runsCase(standing) && hasRole(actor, 'dispatcher', 'supervisor')) return;
  throw refuse('forbidden', 'window-seals', { zh: '由综合窗口封存', en: 'The window seals and lifts' });
}

/** What a seal is to be set on; refuses what the case does not have. */
export function sealedRef(
  { what, ref }: { what: Sealable; ref: string | undefined },
  found: { id: string; parties: readonly Party[] },
  evidence: readonly { id: string }[],
): string {
  if (what === 'case') {
    if (ref === undefined) return found.id;
    throw fieldRule('/ref', 'ref-not-for-case', { zh: '封存案件时不填', en: 'Not for a whole case' });
  }
  if (ref === undefined) {
    throw fieldRule('/ref', 'ref-missing', { zh: '须写明证据或当事人', en: 'Say which evidence or party' });
  }
  const known = what === 'document' ? evidence : found.parties;
  if (known.some(({ id }) => id === ref)) return ref;
  throw fieldRule('/ref', 'ref-unknown', { zh: '案件中没有该证据或当事人', en: 'The case has none such' });
}

/** The parties, with one's address kept from the other sides or no longer. */
export function withAddress<P extends Party>(parties: readonly P[], id: string, addressSealed: boolean): P[] {
  return parties.map((party) => (party.id === id ? { ...party, addressSealed } : party));
}

/** The refusal to seal an address that stands in an agreement in effect. */
export function addressInAgreement(): Error {
  return refuse('conflict', 'address-in-agreement', {
    zh: '该住址已写入生效的调解协议，协议文本双方持有且不可更改，不能再对对方保密',
    en: 'The address stands in an agreement in effect, whose text both sides have and nobody can change',
  });
}

/** The refusal of a second seal on the same thing. */
export function sealedAlready(): Error {
  return refuse('conflict', 'sealed-already', { zh: '已经封存', en: 'It is sealed already' });
}
