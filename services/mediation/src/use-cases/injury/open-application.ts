import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { KeptAnswer } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import type { InjuryContent } from '../../rules/injury/injury-content.ts';
import { type InjuryStanding, injuryStandingOf } from '../../rules/injury/standing.ts';
import { type FoundInjury, findOptionalInjury } from '../../store/injury-find.ts';
import { openJson } from '../secrets.ts';

/** An application as the caller found it, with what is sealed in it; `content` is null once the persons were erased. */
export interface OpenedInjury extends FoundInjury {
  dek: Buffer | null;
  content: InjuryContent | null;
  standing: InjuryStanding;
}

/** Makes the answer of a change, and the copy of it that is stored in the same commit. */
export type PresentInjury<A> = (done: OpenedInjury) => { answer: A; kept: KeptAnswer | undefined };

/** Opens what is sealed in an application for one who stands in it. */
export function openFoundInjury(deps: Deps, found: FoundInjury, standing: InjuryStanding): OpenedInjury {
  const { row, wrapped } = found;
  const dek = wrapped === null ? null : deps.keyring.unwrap(row.id, wrapped);
  const at = { column: 'injury.content', id: row.id };
  return { ...found, dek, content: openJson<InjuryContent>(deps.keyring, dek, at, row.content), standing };
}

/** Reads an application in which the actor stands; refuses `injury-missing`. */
export async function openApplication(deps: Deps, actor: Actor, id: string): Promise<OpenedInjury> {
  const found = await findOptionalInjury(deps.db, actor.park, id);
  const standing = found === null ? null : injuryStandingOf(actor, found.row, found.sealed);
  if (found !== null && standing !== null) return openFoundInjury(deps, found, standing);
  throw refuse('missing', 'injury-missing', {
    zh: '工伤认定申请不存在',
    en: 'There is no such application',
  });
}

/** Reads an application for the service itself; null where there is none. */
export async function openForSystem(deps: Deps, park: string, id: string): Promise<OpenedInjury | null> {
  const found = await findOptionalInjury(deps.db, park, id);
  return found === null ? null : openFoundInjury(deps, found, 'window');
}
