import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { type ExternalRef, findBySource } from '../store/external-refs.ts';
import { namedIfSeen } from './named-case.ts';

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
