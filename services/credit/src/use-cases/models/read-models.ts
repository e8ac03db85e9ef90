import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Page } from '@qinwu/domain/page';
import type { Deps } from '../../deps.ts';
import { type ModelRow, scoreModel } from '../../store/model-table.ts';
import { modelsWhere } from '../../store/models.ts';
import { findById } from '../../store/records.ts';
import type { ModelState } from '../../vocabulary.ts';
import { searchRecords } from '../search-records.ts';

/** A model of the actor's park; refuses `model-missing`. */
export async function getModel(deps: Deps, { park }: Actor, id: string): Promise<ModelRow> {
  const row = await findById(deps.db.orm, scoreModel, park, id);
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
  actor: Actor,
  { scheme, state, limit, cursor }: ModelSearch,
): Promise<Page<ModelRow>> {
  const filter = { list: 'models', scheme, state };
  const where = modelsWhere({ scheme, state });
  return searchRecords(deps, actor, scoreModel, { limit, cursor, filter, where });
}

/** Says that no model of the scheme applies on the day. */
export function noModel(): Error {
  return refuse('conflict', 'no-model-in-force', {
    zh: '该方案在这一天没有施行的模型',
    en: 'No model of the scheme is in force on the day',
  });
}
