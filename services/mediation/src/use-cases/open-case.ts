import type { Actor } from '@qinwu/domain/actor';
import type { Calendar } from '@qinwu/domain/calendar';
import { refuse } from '@qinwu/domain/errors';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../deps.ts';
import type { KnownCase } from '../known-case.ts';
import type { CaseContent } from '../rules/case-content.ts';
import { type Standing, standingOf } from '../rules/standing.ts';
import { type FoundCase, findOptionalCase } from '../store/find-case.ts';
import { openJson } from './secrets.ts';

/** A case as the caller found it. */
export interface OpenedCase extends KnownCase {
  standing: Standing;
  /** The calendar its dates are judged by. */
  calendar: Calendar;
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type Present<A> = (done: OpenedCase) => { answer: A; kept: KeptAnswer | undefined };

/** The refusal that tells an outsider nothing. */
export function caseMissing(): Error {
  return refuse('missing', 'case-missing', { zh: '案件不存在', en: 'There is no such case' });
}

/** Opens a found case as one who stands in it. */
export function openFound(deps: Deps, found: FoundCase, standing: Standing): OpenedCase {
  const { row, wrapped } = found;
  const dek = wrapped === null ? null : deps.keyring.unwrap(row.id, wrapped);
  const content = openJson<CaseContent>(deps.keyring, dek, { column: 'content', id: row.id }, row.content);
  return { ...found, dek, content, standing, calendar: deps.calendar };
}

/** Reads a case in which the actor stands; refuses `case-missing`. */
export async function openCase(deps: Deps, actor: Actor, id: string): Promise<OpenedCase> {
  const found = await findOptionalCase(deps.db, actor.park, id);
  const standing = found === null ? null : standingOf(actor, found.row);
  if (found === null || standing === null) throw caseMissing();
  return openFound(deps, found, standing);
}

/** A case that this process has just written, as the actor stands in it; null where it must be read. */
export function writtenCase(deps: Deps, actor: Actor, id: string): OpenedCase | null {
  const known = deps.writtenCases.take(actor.park, id);
  const standing = known === null ? null : standingOf(actor, known.row);
  return known === null || standing === null ? null : { ...known, standing, calendar: deps.calendar };
}

/** Remembers a case as it was written. Its mediators may change without it: one that has some is always read. */
export function rememberCase({ writtenCases }: Deps, written: Omit<KnownCase, 'seated'>): void {
  const { row, clocks, wrapped, dek, content } = written;
  if (row.mediators.length > 0) writtenCases.take(row.parkId, row.id);
  else writtenCases.put(row.parkId, row.id, { row, clocks, wrapped, dek, content, seated: [] });
}

/** Reads a case for the service itself, whoever stands in it; null where there is none. */
export async function openCaseForSystem(deps: Deps, park: string, id: string): Promise<OpenedCase | null> {
  const found = await findOptionalCase(deps.db, park, id);
  return found === null ? null : openFound(deps, found, { as: 'window' });
}
