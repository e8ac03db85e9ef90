import type { Answer, CallContext } from '@qinwu/platform/http/route';
import type { PresentInjury } from '../use-cases/injury/open-application.ts';
import { injuryView } from './injury-view.ts';
import { BASE } from './present.ts';

/** An application as the answer of a change; stored and replayed, so persons are masked in it. */
export function presentingInjury(call: CallContext, status: 200 | 201): PresentInjury<Answer> {
  return (done) => {
    const { dek, row } = done;
    const answer = {
      status,
      id: row.id,
      body: call.isMinimal
        ? undefined
        : injuryView(done, { actor: call.actor, now: call.now, language: call.language, sight: 'masked' }),
      version: row.version,
      ...(status === 201 ? { location: `${BASE}/injury-applications/${row.id}` } : {}),
    };
    return { answer, kept: dek === null ? call.keep(answer) : call.keep(answer, row.id, dek) };
  };
}
