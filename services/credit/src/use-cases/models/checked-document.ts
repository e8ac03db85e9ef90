import { fieldRules } from '@qinwu/domain/errors';
import type { ParkCatalogue } from '../../rules/catalogue/park-catalogue.ts';
import { checkModel } from '../../rules/model/check-model.ts';
import { canonicalModel } from '../../rules/model/model-hash.ts';
import type { ScoreModelDocument } from '../../rules/model/score-model.ts';
import type { ModelRow } from '../../store/model-table.ts';

/** The columns that follow from a document. */
export type DocumentColumns = Pick<
  ModelRow,
  'scheme' | 'modelVersion' | 'document' | 'hash' | 'official' | 'effectiveFrom' | 'effectiveTo'
>;

/** Refuses a document with faults against the park's catalogue, each with its place under `pointer`. */
export function checkedDocument(
  document: ScoreModelDocument,
  { indicators }: ParkCatalogue,
  pointer: string,
): DocumentColumns {
  const faults = checkModel(document, indicators);
  if (faults.length > 0) {
    throw fieldRules(
      faults.map(({ pointer: place, code, zh, en }) => ({
        pointer: `${pointer}${place}`,
        code,
        detail: { zh, en },
      })),
    );
  }
  const { text, hash } = canonicalModel(document);
  const { scheme, version, official, effectiveFrom, effectiveTo } = document;
  return { scheme, modelVersion: version, document: text, hash, official, effectiveFrom, effectiveTo };
}
