import type { Caller } from '@qinwu/domain/caller';
import { fieldRule, refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Present } from '@qinwu/platform/db/idempotency';
import type { Deps } from '../../deps.ts';
import type { ScoreModelDocument } from '../../rules/model/score-model.ts';
import { shippedModels } from '../../rules/model/shipped-models.ts';
import { type ModelRow, scoreModel } from '../../store/model-table.ts';
import { saveRecord } from '../../store/records.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { writeRecord } from '../write-record.ts';
import { checkedDocument } from './checked-document.ts';

/** A document of one's own, or the name of a shipped one: one of the two. */
export interface NewModel {
  document?: ScoreModelDocument | undefined;
  from?: string | undefined;
}

/** Enters a score model as a draft, with its ledger entry. */
export async function draftModel<A>(
  deps: Deps,
  caller: Caller,
  model: NewModel,
  present: Present<ModelRow, A>,
): Promise<A> {
  const { actor, now } = caller;
  const document = documentOf(model);
  const catalogue = await catalogueOf(deps.db.orm, actor.park);
  const columns = checkedDocument(document, catalogue, model.from === undefined ? '/document' : '/from');
  const id = newId();
  const { scheme, modelVersion, hash } = columns;
  const drafted = {
    ...columns,
    id,
    parkId: actor.park,
    state: 'DRAFT' as const,
    author: actor.id,
    editors: [],
    reviewedBy: null,
    publishedBy: null,
    publishedAt: null,
    retiredAt: null,
    recordedAt: now,
  };
  try {
    return await writeRecord<ModelRow, A>(deps, caller, {
      kind: 'score-model',
      id,
      before: null,
      action: 'drafted',
      change: { scheme, modelVersion, hash },
      row: (head) => ({ ...drafted, ...head }),
      save: (tx, row) => saveRecord(tx, scoreModel, row, null),
      present,
    });
  } catch (error) {
    if (constraintOf(error) === 'score_model_version_key') throw versionTaken();
    throw error;
  }
}

function documentOf({ document, from }: NewModel): ScoreModelDocument {
  if (document !== undefined && from === undefined) return document;
  if (document === undefined && from !== undefined) return shippedDocument(from);
  throw fieldRule(document === undefined ? '' : '/from', 'document-or-from', {
    zh: '给出全文（document）或随附模型的名称（from），二者择一',
    en: 'Give a document or the name of a shipped model (from), one of the two',
  });
}

function shippedDocument(name: string): ScoreModelDocument {
  const document = Object.hasOwn(shippedModels, name) ? shippedModels[name] : undefined;
  if (document !== undefined) return document;
  throw fieldRule('/from', 'model-unknown', {
    zh: `没有这个随附模型；有：${Object.keys(shippedModels).join('、')}`,
    en: `There is no such shipped model; there are ${Object.keys(shippedModels).join(', ')}`,
  });
}

export function versionTaken(): Error {
  return refuse('conflict', 'model-version-taken', {
    zh: '该方案已有此版本号的模型，请另取版本号',
    en: 'The scheme has a model of this version; choose another',
  });
}
