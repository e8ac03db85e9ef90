/** Nobody decides what they stand behind themselves: whoever entered or verified what is contested, or filed it. */
import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { ObjectionState } from '../../vocabulary.ts';
import { type ObjectionAction, objectionLifecycle } from './lifecycle.ts';

export interface Decidable {
  readonly uscc: string;
  readonly filedBy: string;
}

/** Whoever entered or verified what is contested. */
export type Authors = ReadonlySet<string>;

/** Refuses `second-person-needed` where a decision is the actor's own matter. */
export function ensureSecondPerson(objection: Decidable, authors: Authors, actor: Actor): void {
  if (!isOwnMatter(objection, authors, actor)) return;
  throw refuse('forbidden', 'second-person-needed', {
    zh: '登记或核验所争议内容的人、异议人及本企业的人员不能决定，须由他人决定',
    en: 'Somebody else decides: not who entered or verified what is contested, nor who objects',
  });
}

/** What this actor could do with an objection, as far as it is not their own matter. */
export function objectionActions(
  { state, ...objection }: Decidable & { readonly state: ObjectionState },
  authors: Authors,
  actor: Actor,
): ObjectionAction[] {
  const isOwn = isOwnMatter(objection, authors, actor);
  return objectionLifecycle.allowedActions(state).filter((action) => action === 'withdraw' || !isOwn);
}

function isOwnMatter({ uscc, filedBy }: Decidable, authors: Authors, { id, org }: Actor): boolean {
  return authors.has(id) || filedBy === id || org === uscc;
}
