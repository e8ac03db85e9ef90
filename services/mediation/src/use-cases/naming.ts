import { type FieldError, fieldRules, refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { memberOf } from '../rules/case.ts';
import { isPending } from '../rules/lifecycle.ts';
import type { CaseRow } from '../store/case-table.ts';
import { findMediators, type MediatorRow } from '../store/mediators.ts';
import type { CaseMediatorRow } from '../store/session-tables.ts';
import type { OpenedCase } from './open-case.ts';
import { caseErased } from './party-marks.ts';
import { openJson, sealJson } from './secrets.ts';

/** What is sealed of a naming. */
export interface NamingContent {
  disclosed: string | null;
  objections: { party: string; reason: string; at: string }[];
  decisions: {
    action: 'keep' | 'remove';
    reason: string;
    by: string;
    at: string;
    /** Whose objections it decided; missing of decisions that were written down for those who run the case alone. */
    parties?: readonly string[];
  }[];
}

export interface OpenedNaming extends CaseMediatorRow {
  said: NamingContent | null;
}

const column = 'case_mediator';

/** Opens what is sealed of a naming. */
export function openNaming(
  { keyring }: Deps,
  { dek }: Pick<OpenedCase, 'dek'>,
  row: CaseMediatorRow,
): OpenedNaming {
  return { ...row, said: openJson<NamingContent>(keyring, dek, { column, id: row.id }, row.content) };
}

/** How the mediators of a case were named, with what is sealed of each. */
export function namingsOf(deps: Deps, found: Pick<OpenedCase, 'dek' | 'seated'>): OpenedNaming[] {
  return found.seated.flatMap(({ naming }) => (naming === null ? [] : openNaming(deps, found, naming)));
}

/** Those whose employment with a party was disclosed. */
export function disclosedOf(named: readonly OpenedNaming[]): string[] {
  return named
    .filter(({ said }) => said !== null && said.disclosed !== null)
    .map(({ mediatorId }) => mediatorId);
}

/** Seals what was said of a naming. */
export function sealNaming(
  { keyring }: Deps,
  { dek }: Pick<OpenedCase, 'dek'>,
  id: string,
  said: NamingContent,
): string {
  if (dek === null) throw caseErased();
  return sealJson(keyring, dek, { column, id }, said);
}

/** The mediators of these ids in their order; refuses what the roster does not have, and one named twice. */
export async function ofRoster(deps: Deps, park: string, ids: readonly string[]): Promise<MediatorRow[]> {
  const rows = await findMediators(deps.db, park, ids);
  const errors: FieldError[] = [];
  const found = ids.flatMap((id, n) => {
    const row = rows.find((each) => each.id === id);
    const pointer = `/mediators/${n}`;
    if (row === undefined) {
      const detail = { zh: '名册中没有该调解员', en: 'The roster has no such mediator' };
      errors.push({ pointer, code: 'mediator-unknown', detail });
      return [];
    }
    if (ids.indexOf(id) !== n) {
      errors.push({ pointer, code: 'mediator-twice', detail: { zh: '调解员重复', en: 'Named twice' } });
    }
    return [row];
  });
  if (errors.length > 0) throw fieldRules(errors);
  return found;
}

/** Refuses where mediators no longer come and go. */
export function ensureNaming({ state }: Pick<CaseRow, 'state'>): void {
  if (isPending(state)) return;
  throw refuse('conflict', 'case-not-open', {
    zh: '已达成协议或已结束的案件不能更换调解员',
    en: 'The mediators of a case that was agreed or has ended stay',
  });
}

/** What a case sets when mediators are added. */
export function withMediators(
  { mediators, members }: CaseRow,
  added: readonly MediatorRow[],
): Pick<CaseRow, 'mediators' | 'members'> {
  const named = added.map(({ subject }) => memberOf.mediator(subject));
  return {
    mediators: [...mediators, ...added.map(({ id }) => id)],
    members: [...members.filter((member) => !named.includes(member)), ...named],
  };
}

/** What a case sets when one is removed; the others stay. */
export function withoutMediator(
  { mediators, members }: CaseRow,
  { id, subject }: Pick<MediatorRow, 'id' | 'subject'>,
): Pick<CaseRow, 'mediators' | 'members'> {
  return {
    mediators: mediators.filter((each) => each !== id),
    members: members.filter((member) => member !== memberOf.mediator(subject)),
  };
}
