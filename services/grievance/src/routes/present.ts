import type { Answer, CallContext } from '@qinwu/platform/http/route';
import type { GrievanceCase, Present } from '../use-cases/grievance-case.ts';
import { grievanceView } from './grievance-view.ts';

/** What the prefix of every path of the service is. */
export const BASE = '/grievance/v1';

/**
 * A grievance as the answer of a change. It is stored and replayed, so it shows the reporter as anyone may see them,
 * whatever scopes and roles the caller holds now; `GET` shows more to those who may see more.
 */
function grievanceAnswer(status: 200 | 201, found: GrievanceCase, isMinimal: boolean): Answer {
  const { row } = found;
  return {
    status,
    id: row.id,
    body: isMinimal
      ? undefined
      : grievanceView(found, row.confidentiality === 'ordinary' ? 'masked' : 'none'),
    version: row.version,
    ...(status === 201 ? { location: `${BASE}/grievances/${row.id}` } : {}),
  };
}

/** Makes the answer of a change and keeps its copy under the request's Idempotency-Key. */
export function presenting(call: CallContext, status: 200 | 201): Present<Answer> {
  return (done, dek) => {
    const answer = grievanceAnswer(status, done, call.isMinimal);
    return { answer, kept: dek === null ? call.keep(answer) : call.keep(answer, done.row.id, dek) };
  };
}
