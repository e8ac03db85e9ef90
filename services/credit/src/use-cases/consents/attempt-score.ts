import type { Actor } from '@qinwu/domain/actor';
import { type DomainError, isDomainError } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { type EnterpriseScore, scoreEnterprise } from '../scores/score-enterprise.ts';

/** The score of an enterprise as it stands, or why it has none. */
export type Attempt =
  | { readonly score: EnterpriseScore; readonly fault: null }
  | { readonly score: null; readonly fault: DomainError };

/** Scores an enterprise for a reader whose log must say whether there was anything to give. */
export async function attemptScore(
  deps: Deps,
  caller: { actor: Actor; now: Date },
  of: { uscc: string; scheme: string },
): Promise<Attempt> {
  try {
    const query = { ...of, asOf: null, knownOn: null, goal: null };
    return { score: await scoreEnterprise(deps, caller, query), fault: null };
  } catch (error) {
    const isAnswer = isDomainError(error) && (error.kind === 'conflict' || error.kind === 'missing');
    if (isAnswer) return { score: null, fault: error };
    throw error;
  }
}
