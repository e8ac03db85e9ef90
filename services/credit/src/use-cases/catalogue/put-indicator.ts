import type { Caller } from '@qinwu/domain/caller';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import {
  changedMeasure,
  type Definition,
  ensureCodeFree,
  ensureDefinition,
  ensureInUse,
  MEASURED,
  measureFixed,
} from '../../rules/catalogue/decide-definition.ts';
import { modelCodes } from '../../rules/catalogue/model-codes.ts';
import { negativeCodes } from '../../rules/documents/decide-document.ts';
import { readDocument } from '../../rules/model/score-model.ts';
import { type CatalogueIndicator, shippedCatalogue } from '../../rules/model/shipped-indicators.ts';
import type { IndicatorRow } from '../../store/catalogue/indicator-table.ts';
import { hasValues } from '../../store/catalogue/indicators.ts';
import { listEverPublished, listNegativeCodes } from '../../store/models.ts';
import { changeIndicator } from './change-indicator.ts';

export interface IndicatorEntry {
  readonly code: string;
  readonly definition: Definition;
  /** Refuses where the caller has not seen the park's definition as it stands. */
  ensureSeen(before: { id: string; version: number } | null): void;
}

/** Enters an indicator of the park's own, or states another definition of one it has. */
export async function putIndicator(
  deps: Deps,
  caller: Caller,
  { code, definition, ensureSeen }: IndicatorEntry,
): Promise<{ row: IndicatorRow; isNew: boolean }> {
  ensureDefinition(definition);
  const { park } = caller.actor;
  let isNew = false;
  const row = await changeIndicator<IndicatorRow>(
    deps,
    caller,
    code,
    async (tx, { indicator, stated }) => {
      ensureSeen(stated === null ? null : { id: stated.seriesId, version: stated.version });
      isNew = indicator === null;
      if (indicator === null) {
        ensureCodeFree(code, negativeCodes(await listNegativeCodes(tx, park)));
      } else {
        ensureInUse(indicator);
        await ensureMeasure(tx, park, indicator, definition);
      }
      return { action: isNew ? 'entered' : 'changed', state: 'IN_USE', definition };
    },
    (made) => ({ answer: made, kept: undefined }),
  );
  return { row, isNew };
}

/** Refuses another measure where values or a published model are stated in this one. */
async function ensureMeasure(
  tx: Tx,
  park: string,
  before: CatalogueIndicator,
  after: Definition,
): Promise<void> {
  const fields = changedMeasure(before, after);
  if (fields.length === 0) return;
  const { code } = before;
  if (shippedCatalogue.some((one) => one.code === code)) throw measureFixed(fields, MEASURED.shipped);
  if (await hasValues(tx, park, code)) throw measureFixed(fields, MEASURED.valued);
  const models = await listEverPublished(tx, park);
  const reads = ({ document }: { document: string }) => modelCodes(readDocument(document)).has(code);
  if (models.some(reads)) throw measureFixed(fields, MEASURED.modelled);
}
