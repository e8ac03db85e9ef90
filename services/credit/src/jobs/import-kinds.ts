import { fieldRules } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { parseUscc } from '@qinwu/domain/uscc';
import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { type FieldKind, readFields, requiredFields } from '@qinwu/platform/bulk/read-fields';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { code, decimal, division, line, uscc } from '../fields.ts';
import { readScaled } from '../rules/inputs/read-scaled.ts';
import { ensureEnterprise } from '../use-cases/enterprises/put-enterprise.ts';
import { type ImportedEnterprise, importEnterprises } from '../use-cases/imports/import-enterprises.ts';
import { importValues } from '../use-cases/imports/import-values.ts';
import type { NewValue } from '../use-cases/inputs/enter-value.ts';
import { SOURCES } from '../vocabulary.ts';
import { KEEPERS, WRITE_SCOPE } from '../who.ts';

const access = { roles: KEEPERS, scopes: [WRITE_SCOPE] } as const;

const Enterprise = z.object({
  uscc,
  name: line(200),
  industry: division.optional(),
  foundedOn: z.iso.date().optional(),
  active: z.boolean().optional(),
});
const ENTERPRISE_KINDS: Readonly<Record<string, FieldKind>> = { foundedOn: 'day', active: 'boolean' };

/** Lists of enterprises 企业名录: new ones are entered, others brought up to what the list says. */
export function enterpriseImport(deps: Deps): AnyImportKind {
  return defineImport<ImportedEnterprise>({
    kind: 'enterprises',
    access,
    fields: Object.keys(Enterprise.shape),
    required: requiredFields(Enterprise),
    presets: {},
    parseRow({ fields: cells }, { now }) {
      const {
        uscc: of,
        name,
        industry = null,
        foundedOn = null,
        active = true,
      } = readFields(Enterprise, cells, ENTERPRISE_KINDS);
      ensureEnterprise({ foundedOn, industry }, now);
      return { uscc: parseUscc(of, '/uscc'), fields: { name, industry, foundedOn, active } };
    },
    commitSlice: (tx, rows, context) => importEnterprises(deps, tx, rows, context),
  });
}

const day = z.iso.date();
const Value = z.object({
  uscc,
  code,
  value: decimal,
  unit: line(20),
  source: z.enum(SOURCES),
  periodFrom: day,
  periodTo: day,
  validFrom: day.optional(),
  validUntil: day.optional(),
  sourceRef: line(100).optional(),
  note: line(500).optional(),
});
const VALUE_KINDS: Readonly<Record<string, FieldKind>> = {
  periodFrom: 'day',
  periodTo: 'day',
  validFrom: 'day',
  validUntil: 'day',
};

/** Tables of indicator values 指标值, as tax and patent offices hand them over. */
export function valueImport(deps: Deps): AnyImportKind {
  return defineImport<NewValue>({
    kind: 'indicator-values',
    access,
    fields: Object.keys(Value.shape),
    required: requiredFields(Value),
    presets: {},
    parseRow({ fields: cells }, { now }) {
      const row = readFields(Value, cells, VALUE_KINDS);
      const { values, faults } = readScaled({ '/value': row.value });
      if (faults.length > 0) throw fieldRules(faults);
      return {
        ...row,
        uscc: parseUscc(row.uscc, '/uscc'),
        value: values.get('/value') ?? 0,
        // Without a day of its own a figure counts from when it is handed in.
        validFrom: row.validFrom ?? localDateOf(now),
        validUntil: row.validUntil ?? null,
        sourceRef: row.sourceRef ?? null,
        note: row.note ?? null,
        evidence: [],
      };
    },
    commitSlice: (tx, rows, context) => importValues(deps, tx, rows, context),
  });
}
