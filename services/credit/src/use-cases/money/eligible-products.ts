import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../../deps.ts';
import { type Candidate, type Condition, unmetConditions } from '../../rules/money/eligibility.ts';
import { listProducts } from '../../store/money/products.ts';
import type { ProductRow } from '../../store/money/tables.ts';
import { listCurrentRuns } from '../../store/runs/runs.ts';
import { DEFAULT_SCHEME } from '../../vocabulary.ts';
import { getEnterprise } from '../enterprises/read-enterprises.ts';
import { titlesInForce } from '../mirrors/titles-in-force.ts';
import { standingScores } from '../scores/standing-scores.ts';

export interface OfferedProduct {
  readonly product: ProductRow;
  /** Conditions that are not met; empty where the enterprise qualifies. */
  readonly unmet: readonly Condition[];
}

/** The products on offer, each with what an enterprise lacks for it, by its score and its titles as they stand. */
export async function eligibleProducts(
  deps: Deps,
  { actor, now }: { actor: Actor; now: Date },
  uscc: string,
): Promise<OfferedProduct[]> {
  await getEnterprise(deps, actor, uscc);
  const { park } = actor;
  const products = await listProducts(deps.db, park);
  const schemes = [...new Set(products.map(({ scheme }) => scheme ?? DEFAULT_SCHEME))];
  const runs = await listCurrentRuns(deps.db.orm, park, schemes);
  const standing = await standingScores(deps.db.orm, { park, usccs: [uscc], runs });
  const candidateOf = (scheme: string): Candidate | null => {
    const { total, grade, stage, division } = standing.get(`${uscc} ${scheme}`) ?? {};
    if (total == null || grade == null || stage == null) return null;
    return { total, grade, stage, division: division ?? null };
  };
  const held = await titlesInForce(deps, { actor, now }, uscc);
  const titles = held.map(({ code }) => code);
  return products.map((product) => {
    const scored = candidateOf(product.scheme ?? DEFAULT_SCHEME);
    return { product, unmet: unmetConditions(product.eligibility, { scored, titles }) };
  });
}
