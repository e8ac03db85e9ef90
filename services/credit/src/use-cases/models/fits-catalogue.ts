import { refuse } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';
import type { Tx } from '@qinwu/platform/db/database';
import { modelCodes } from '../../rules/catalogue/model-codes.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { holdCatalogue } from '../../store/catalogue/catalogue-lock.ts';
import type { ModelRow } from '../../store/model-table.ts';
import { listInForceFrom } from '../../store/models.ts';
import { catalogueOf } from '../catalogue/catalogue-of.ts';
import { checkedDocument } from './checked-document.ts';

/** Refuses to go on with a model that the catalogue no longer fits; nobody changes it meanwhile. */
export async function ensureFits(tx: Tx, { parkId: park, document }: ModelRow): Promise<void> {
  await holdCatalogue(tx, park);
  checkedDocument(readDocument(document), await catalogueOf(tx, park), '/document');
}

/** Refuses what brings a model back into force that reads an indicator retired since it was replaced. */
export async function ensureNoneRevived(tx: Tx, park: string, today: LocalDate): Promise<void> {
  await holdCatalogue(tx, park);
  const { indicators } = await catalogueOf(tx, park);
  const retired = indicators.filter(({ state }) => state === 'RETIRED').map(({ code }) => code);
  for (const { scheme, modelVersion, document } of await listInForceFrom(tx, park, today)) {
    const codes = modelCodes(readDocument(document));
    const code = retired.find((one) => codes.has(one));
    if (code !== undefined) throw modelRevived(`${scheme} ${modelVersion}`, code);
  }
}

function modelRevived(model: string, code: string): Error {
  return refuse('conflict', 'retired-indicator-revived', {
    zh: `停用后，模型 ${model} 将重新施行，而它使用已停用的指标 ${code}；先停用该模型或发布新的模型`,
    en: `Model ${model}, which reads the retired indicator ${code}, would be in force again; retire it first, or publish another`,
  });
}
