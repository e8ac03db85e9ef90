/** The one extension 延期 of a cycle: asked with a reason, decided by somebody else, sent with its reason. */
import { fieldRule } from '@qinwu/domain/errors';
import type { ExtensionRequest } from '../vocabulary.ts';
import type { BodyOf } from './action-bodies.ts';

/** Proposed default for difficult cases 疑难: one extension of at most 15 working days (configuration, not law). */
export const LONGEST_EXTENSION = { workday: 15, 'calendar-day': 15, hour: 24 } as const;

/** The request as it waits for its decision; refuses more than `LONGEST_EXTENSION`. */
export function requestExtension(body: BodyOf<'request-extension'>, by: string, now: Date): ExtensionRequest {
  const longest = LONGEST_EXTENSION[body.unit];
  if (body.amount > longest || (body.unit !== 'workday' && !Number.isInteger(body.amount))) {
    throw fieldRule('/amount', 'extension-too-long', {
      zh: `延期不得超过 ${longest}`,
      en: `An extension is a whole amount of at most ${longest}`,
    });
  }
  return {
    status: 'requested',
    by,
    at: now.toISOString(),
    reason: body.reason,
    amount: body.amount,
    unit: body.unit,
    decidedBy: null,
    decidedAt: null,
  };
}

/** The request with its decision. */
export function decideExtension(
  request: ExtensionRequest | null,
  status: 'approved' | 'refused',
  by: string,
  now: Date,
): ExtensionRequest | null {
  return request === null ? null : { ...request, status, decidedBy: by, decidedAt: now.toISOString() };
}
