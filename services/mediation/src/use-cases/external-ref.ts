import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Deps } from '../deps.ts';
import { type ExternalRef, findBySource } from '../store/external-refs.ts';
import { namedIfSeen } from './named-case.ts';

/** A number of a source as a keyed hash. */
export function refIndex({ keyring }: Pick<Deps, 'keyring'>, source: string, externalRef: string): string {
  return keyring.blindIndex('external-ref', JSON.stringify([source, externalRef]));
}

/** The same of a case; null where its source gave none. */
export function caseRefIndex(
  deps: Pick<Deps, 'keyring'>,
  { source, externalRef }: { source: string | null; externalRef: string | null },
): string | null {
  return source === null || externalRef === null ? null : refIndex(deps, source, externalRef);
}

const CONSTRAINTS: ReadonlySet<string | null> = new Set([
  'dispute_case_external_ref_key',
  'dispute_case_external_ref_index_key',
]);

/** True of an error that says that the source has filed under this number, a case that was erased since too. */
export function isRefTaken(error: unknown): boolean {
  return CONSTRAINTS.has(constraintOf(error));
}

/** The refusal of a number under which its source has filed already; the case is named to whoever stands in it. */
export async function externalRefTaken({ db }: Deps, actor: Actor, taken: ExternalRef): Promise<Error> {
  const id = await findBySource(db.orm, taken);
  return refuse(
    'conflict',
    'external-ref-taken',
    { zh: '该来源编号已登记', en: 'This external number is registered already' },
    {
      errors: [{ pointer: '/externalRef', code: 'taken', detail: { zh: '重复', en: 'taken' } }],
      ...(await namedIfSeen(db, actor, id)),
    },
  );
}
