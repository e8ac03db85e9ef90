import type { Answer, CallContext } from '@qinwu/platform/http/route';
import type { Deps } from '../deps.ts';
import { fitOf } from '../use-cases/mediators-fit.ts';
import type { OpenedCase, Present } from '../use-cases/open-case.ts';
import { caseView } from './case-view.ts';

/** What the prefix of every path of the service is. */
export const BASE = '/mediation/v1';

/**
 * A case as the answer of a change. It is stored and replayed, so it shows persons masked, whatever scopes the caller
 * holds now, in the language it was given in; `GET` shows more to those who may see more.
 */
export function presenting(deps: Deps, call: CallContext, status: 200 | 201): Present<Answer> {
  return (done) => {
    const { actor, now, language } = call;
    const answer = {
      status,
      id: done.row.id,
      body: call.isMinimal
        ? undefined
        : caseView(done, { actor, now, language, sight: 'masked', fit: fitOf(deps, done, now) }),
      version: done.row.version,
      ...(status === 201 ? { location: `${BASE}/cases/${done.row.id}` } : {}),
    };
    const { dek, row } = done;
    return { answer, kept: dek === null ? call.keep(answer) : call.keep(answer, row.id, dek) };
  };
}

/** Makes the answer of a change of something inside a case: its own view, with the case's version. */
export function presentingPart(
  call: CallContext,
  status: 200 | 201,
  view: (done: OpenedCase) => { body: unknown; location?: string },
): Present<Answer> {
  return (done) => {
    const answer = { status, ...view(done), version: done.row.version, id: done.row.id };
    const { dek, row } = done;
    return { answer, kept: dek === null ? call.keep(answer) : call.keep(answer, row.id, dek) };
  };
}
