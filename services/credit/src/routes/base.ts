import type { Present } from '@qinwu/platform/db/idempotency';
import type { Answer, CallContext } from '@qinwu/platform/http/route';

/** The prefix of every path of the service. */
export const BASE = '/credit/v1';

/** A record as the answer of a change, kept for repeats. */
export function presenting<R extends { id: string; version: number }>(
  call: CallContext,
  { status, view, path }: { status: 200 | 201; view: (row: R) => unknown; path: string },
): Present<R, Answer> {
  return (row) => {
    const answer = {
      status,
      id: row.id,
      body: call.isMinimal ? undefined : view(row),
      version: row.version,
      ...(status === 201 ? { location: `${BASE}/${path}/${row.id}` } : {}),
    };
    return { answer, kept: call.keep(answer) };
  };
}
