import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { cutPage, decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { findOptionalModel, listModels } from '../../store/models.ts';
import type { ModelState } from '../../vocabulary.ts';

/** A model of the actor's park; refuses `model-missing`. */
export async function getModel(deps: Deps, { park }: Actor, id: string): Promise<ModelRow> {
  const row = await findOptionalModel(deps.db, park, id);
  if (row !== null) return row;
  throw refuse('missing', 'model-missing', { zh: '评分模型不存在', en: 'There is no such score model' });
}

export interface ModelSearch {
  scheme?: string | undefined;
  state?: ModelState | undefined;
  limit: number;
  cursor?: string | undefined;
}

/** A page of the park's models, the newest first. */
export async function searchModels(
  deps: Deps,
  { park }: Actor,
  { scheme, state, limit, cursor }: ModelSearch,
): Promise<Page<ModelRow>> {
  const filter = { list: 'models', scheme, state };
  const [after = null] = cursor === undefined ? [] : decodeCursor(cursor, filter, ['id']);
  const rows = await listModels(deps.db, {
    park,
    scheme,
    state,
    after: after === null ? null : String(after),
    limit: limit + 1,
  });
  return cutPage(rows, limit, (last) => encodeCursor([last.id], filter));
}

/** Says that no model of the scheme applies on the day. */
export function noModel(): Error {
  return refuse('conflict', 'no-model-in-force', {
    zh: '该方案在这一天没有施行的模型',
    en: 'No model of the scheme is in force on the day',
  });
}
