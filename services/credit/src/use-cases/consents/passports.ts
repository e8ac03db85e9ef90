import type { Actor } from '@qinwu/domain/actor';
import { newId } from '@qinwu/domain/id';
import type { Deps } from '../../deps.ts';
import { OWN_PASSPORT } from '../../money-words.ts';
import { insertRead } from '../../store/consents/consents.ts';
import type { TitleRow } from '../../store/mirrors/tables.ts';
import { titlesInForce } from '../mirrors/titles-in-force.ts';
import type { EnterpriseScore } from '../scores/score-enterprise.ts';
import { attemptScore } from './attempt-score.ts';

/** What a passport is made of. */
export interface PassportFacts {
  readonly score: EnterpriseScore;
  /** Titles in force. */
  readonly titles: readonly TitleRow[];
}

/**
 * What an enterprise has signed of itself, to show to whom it likes. Once out it cannot be called back, so each issue, and
 * each that came to nothing, is written down before it is answered.
 */
export async function issuePassport(
  deps: Deps,
  { actor, now }: { actor: Actor; now: Date },
  { uscc, scheme }: { uscc: string; scheme: string },
): Promise<PassportFacts> {
  // Whatever else its caller may see of the park, a passport is had of one's own enterprise alone.
  const own: Actor = { ...actor, roles: ['enterprise'] };
  const { score, fault } = await attemptScore(deps, { actor: own, now }, { uscc, scheme });
  if (fault?.kind === 'missing') throw fault;
  const titles = score === null ? [] : await titlesInForce(deps, { actor, now }, uscc);
  await insertRead(deps.db.orm, {
    id: newId(),
    parkId: actor.park,
    uscc,
    reader: actor.id,
    grantee: null,
    purpose: OWN_PASSPORT,
    outcome: score === null ? 'not-scored' : 'given',
    consentId: null,
  });
  if (score === null) throw fault;
  return { score, titles };
}
