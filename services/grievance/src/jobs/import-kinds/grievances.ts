import { hasScope } from '@qinwu/domain/actor';
import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { type FieldKind, readFields, requiredFields } from '@qinwu/platform/bulk/read-fields';
import type { Deps } from '../../deps.ts';
import { ensureIntake, HISTORY_SCOPE, isHistory } from '../../rules/history.ts';
import { ensurePoint, ImportedRow, MILESTONES } from '../../rules/history-row.ts';
import { importGrievances } from '../../use-cases/import-grievances.ts';
import type { SourcedRow } from '../../use-cases/import-record.ts';
import { IMPORTERS, WRITE_SCOPE } from '../../who.ts';
import { importOthers, ownExtension, type Provenance, provenanceOf } from './own-export.ts';
import { PETITIONS } from './petitions.ts';

const KINDS: Readonly<Record<string, FieldKind>> = {
  text: 'prose',
  measure: 'prose',
  result: 'prose',
  longitude: 'number',
  latitude: 'number',
  satisfaction: 'number',
  occurredAt: 'instant',
  hotlineDueAt: 'instant',
  anonymous: 'boolean',
  callbackConsent: 'boolean',
  ...Object.fromEntries(MILESTONES.map((name): [string, FieldKind] => [name, 'instant'])),
};

/** Registers of grievances: new intakes, or with `import:history` finished records with their dates. */
export function grievanceImport(deps: Deps): AnyImportKind {
  return defineImport<SourcedRow & { provenance: Provenance | null }>({
    kind: 'grievances',
    access: { roles: IMPORTERS, scopes: [WRITE_SCOPE] },
    fields: Object.keys(ImportedRow.shape),
    required: requiredFields(ImportedRow),
    presets: { petitions: PETITIONS },
    parseRow(row, { actor }) {
      const { fields: cells, extension } = row;
      const provenance = provenanceOf(row);
      const fields = readFields(ImportedRow, cells, KINDS);
      ensurePoint(fields);
      if (!isHistory(fields) || !hasScope(actor, HISTORY_SCOPE)) ensureIntake(fields);
      return { fields, extension: provenance === null ? extension : ownExtension(row), provenance };
    },
    commitSlice: (tx, rows, context) =>
      importOthers(tx, rows, context, (others) => importGrievances(deps, tx, others, context)),
  });
}
