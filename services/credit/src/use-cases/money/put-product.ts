import type { Caller } from '@qinwu/domain/caller';
import type { Deps } from '../../deps.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { ensureKnown } from '../../rules/money/known-conditions.ts';
import { listEverPublished } from '../../store/models.ts';
import { type ProductRow, product } from '../../store/money/tables.ts';
import { DEFAULT_SCHEME } from '../../vocabulary.ts';
import { type CodedEntry, putByCode } from '../put-by-code.ts';

/** Enters a product, or replaces what stands of it; what it asks for must be something an enterprise can have. */
export async function putProduct(
  deps: Deps,
  caller: Caller,
  entry: CodedEntry<ProductRow>,
): Promise<{ row: ProductRow; isNew: boolean }> {
  const published = await listEverPublished(deps.db.orm, caller.actor.park);
  const models = published
    .filter(({ state }) => state === 'PUBLISHED')
    .map(({ document }) => readDocument(document));
  ensureKnown(entry.fields, { models, usual: DEFAULT_SCHEME });
  return putByCode<ProductRow>(deps, caller, { table: product, kind: 'product' }, entry);
}
