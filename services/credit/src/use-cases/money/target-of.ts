import type { Actor } from '@qinwu/domain/actor';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { Deps } from '../../deps.ts';
import { productTarget } from '../../rules/money/product-target.ts';
import type { CompiledModel } from '../../rules/score/compile-model.ts';
import { findByCode } from '../../store/by-code.ts';
import { product } from '../../store/money/tables.ts';
import { DEFAULT_SCHEME } from '../../vocabulary.ts';
import type { Target } from '../models/explain-score.ts';

/** What a score is to reach: a total in points of 1/10,000, or what a product on offer asks for. */
export interface Goal {
  readonly target: number | null;
  readonly product: string | null;
}

/** What is to be reached by a model, by default the next grade; refuses a product that asks for none of its scores. */
export async function targetOf(
  { db }: Deps,
  { park }: Actor,
  { target, product: code }: Goal,
  model: CompiledModel,
): Promise<Target> {
  if (code === null) return target ?? 'next-grade';
  if (target !== null) {
    throw fieldRule('/product', 'target-twice', {
      zh: '目标总分与产品只能给出一个',
      en: 'Give a total or a product, not both',
    });
  }
  const offer = await findByCode(db.orm, product, park, code);
  if (offer?.active !== true) {
    throw refuse('missing', 'product-missing', { zh: '没有这个在售产品', en: 'There is no such product' });
  }
  const scheme = offer.scheme ?? DEFAULT_SCHEME;
  if (scheme !== model.document.scheme) {
    throw fieldRule('/product', 'scheme-of-product', {
      zh: `该产品依据的评分方案是 ${scheme}`,
      en: `The product goes by the scheme ${scheme}`,
    });
  }
  const asked = productTarget(model, offer.eligibility);
  if (asked !== null) return asked;
  throw fieldRule('/product', 'product-asks-no-score', {
    zh: '该产品不要求总分，也不要求该模型的等级',
    en: 'The product asks for no total and for no grade of the model',
  });
}
