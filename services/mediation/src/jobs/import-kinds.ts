import { hasScope } from '@qinwu/domain/actor';
import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { type FieldKind, readFields, requiredFields } from '@qinwu/platform/bulk/read-fields';
import type { Deps } from '../deps.ts';
import { EXPORTED_COLUMNS } from '../rules/exported-columns.ts';
import { ensureIntake, ImportedRow, isHistory, maskableIn } from '../rules/imported-case.ts';
import { INJURY_COLUMNS } from '../rules/injury/exported-columns.ts';
import { ensureNewInjury } from '../rules/injury/imported-application.ts';
import { ImportedInjury, MASKABLE } from '../rules/injury/imported-row.ts';
import { ensureUnmasked } from '../rules/masked-columns.ts';
import { importCases, type SourcedCase } from '../use-cases/import-cases.ts';
import { importApplications } from '../use-cases/injury/import-applications.ts';
import { HISTORY_SCOPE, IMPORTERS, WRITE_SCOPE } from '../who.ts';

const KINDS: Readonly<Record<string, FieldKind>> = {
  facts: 'prose',
  closingNote: 'prose',
  oral: 'boolean',
  workers: 'number',
  limitationFrom: 'day',
  receivedOn: 'day',
  acceptedOn: 'day',
  extendedDays: 'number',
  agreedOn: 'day',
  concludedOn: 'day',
  effectiveOn: 'day',
  performedOn: 'day',
  breachedOn: 'day',
  curedOn: 'day',
  archivedOn: 'day',
};

/** Registers of cases 调解台账: new applications, or with `import:history` cases of the past with their dates. */
export function caseImport(deps: Deps): AnyImportKind {
  return defineImport<SourcedCase>({
    kind: 'cases',
    access: { roles: IMPORTERS, scopes: [WRITE_SCOPE] },
    fields: Object.keys(ImportedRow.shape),
    required: requiredFields(ImportedRow),
    presets: {},
    exported: EXPORTED_COLUMNS,
    parseRow({ fields: cells, extension }, { actor }) {
      const fields = readFields(ImportedRow, cells, KINDS);
      ensureUnmasked(fields, maskableIn(fields));
      if (!isHistory(fields) || !hasScope(actor, HISTORY_SCOPE)) ensureIntake(fields);
      return { fields, extension };
    },
    commitSlice: (tx, rows, context) => importCases(deps, tx, rows, context),
  });
}

const INJURY_KINDS: Readonly<Record<string, FieldKind>> = {
  injury: 'prose',
  occurredAt: 'instant',
  firstDiagnosedAt: 'instant',
  diedAt: 'instant',
  accidentOn: 'day',
  diagnosedOn: 'day',
  sensitiveConsent: 'boolean',
  delegated: 'boolean',
  simpleDecision: 'boolean',
  receivedOn: 'day',
  completeOn: 'day',
  transferredOn: 'day',
  acceptedOn: 'day',
  withdrawnOn: 'day',
  concludedOn: 'day',
};

/** Registers of work-injury applications 工伤认定申请台账, new ones or those of the past. */
export function injuryImport(deps: Deps): AnyImportKind {
  return defineImport<ImportedInjury>({
    kind: 'injury-applications',
    access: { roles: IMPORTERS, scopes: [WRITE_SCOPE] },
    fields: Object.keys(ImportedInjury.shape),
    required: requiredFields(ImportedInjury),
    presets: {},
    exported: INJURY_COLUMNS,
    parseRow({ fields: cells }, { actor }) {
      const fields = readFields(ImportedInjury, cells, INJURY_KINDS);
      ensureUnmasked(fields, MASKABLE);
      if (fields.state === undefined || !hasScope(actor, HISTORY_SCOPE)) ensureNewInjury(fields);
      return fields;
    },
    commitSlice: (tx, rows, context) => importApplications(deps, tx, rows, context),
  });
}
