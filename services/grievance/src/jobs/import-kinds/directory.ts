import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import type { AnyImportKind, ImportPreset } from '@qinwu/platform/bulk/import/import-kind';
import type { MappedRow } from '@qinwu/platform/bulk/mapping';
import { nestedFields } from '@qinwu/platform/bulk/nested-fields';
import { type FieldKind, readFields, requiredFields } from '@qinwu/platform/bulk/read-fields';
import { z } from 'zod';
import type { Deps } from '../../deps.ts';
import { code, day, line, uscc } from '../../fields.ts';
import { type DirectoryImport, type EntryDraft, importDirectory } from '../../use-cases/import-directory.ts';
import { OFFICER_KINDS } from '../../vocabulary.ts';
import { ADMIN_SCOPE } from '../../who.ts';
import { categoryPath } from './category-path.ts';
import { PETITION_CATEGORIES } from './petitions.ts';

const STEWARDS = ['admin'] as const;

const Unit = z.object({ code, name: line(100) });
const Category = z.object({ code, name: line(100), parentCode: code.optional(), unitCode: code.optional() });
const Officer = z.object({
  code,
  name: line(100),
  kind: z.enum(OFFICER_KINDS),
  subject: line(200).optional(),
  gridCode: code.optional(),
  unitCode: code.optional(),
  activeFrom: day,
  activeUntil: day.optional(),
});
const Serving = z.object({
  uscc,
  enterpriseName: line(200).optional(),
  officerCode: code.optional(),
  gridCode: code.optional(),
  validFrom: day,
  validUntil: day.optional(),
});
const Grid = z.object({
  code,
  name: line(100),
  level: z.int().min(1).max(3),
  parentCode: code.optional(),
  leaderCode: code.optional(),
  regionCode: z
    .string()
    .regex(/^[1-8]\d{5}$/)
    .optional(),
  polygon: z
    .object({
      type: z.literal('Polygon'),
      coordinates: z.array(z.array(z.tuple([z.number(), z.number()]))),
    })
    .optional(),
});

const DAYS: Readonly<Record<string, FieldKind>> = {
  activeFrom: 'day',
  activeUntil: 'day',
  validFrom: 'day',
  validUntil: 'day',
};

interface Kind extends DirectoryImport {
  name: string;
  fields: readonly string[];
  required?: readonly string[];
  presets?: Readonly<Record<string, ImportPreset>>;
  read(row: MappedRow): EntryDraft[];
}

function directoryImport(deps: Deps, kind: Kind): AnyImportKind {
  return defineImport<EntryDraft[]>({
    kind: kind.name,
    access: { roles: STEWARDS, scopes: [ADMIN_SCOPE] },
    fields: kind.fields,
    required: kind.required ?? [],
    presets: kind.presets ?? {},
    parseRow: (row) => kind.read(row),
    commitSlice: (tx, rows, context) => importDirectory(deps, tx, kind, rows, context),
  });
}

/** The outline of a grid as JSON in one cell, or as the members a nested object was read into. */
function polygonOf(cells: MappedRow['fields']): { polygon?: unknown } {
  const parts = Object.entries(cells).filter(([name]) => name === 'polygon' || name.startsWith('polygon.'));
  const { polygon } = nestedFields(Object.fromEntries(parts));
  if (typeof polygon !== 'string') return polygon === undefined ? {} : { polygon };
  try {
    return { polygon: JSON.parse(polygon) };
  } catch {
    return { polygon };
  }
}

function readGrid({ fields }: MappedRow): EntryDraft[] {
  const plain = Object.entries(fields).filter(([name]) => !name.startsWith('polygon'));
  const cells = Object.fromEntries(plain);
  return [readFields(Grid, cells, { level: 'number' }, polygonOf(fields))];
}

function readCategory({ fields }: MappedRow): EntryDraft[] {
  const levels = [fields.level1, fields.level2, fields.level3];
  if (levels.every((level) => level === undefined || level === null)) return [readFields(Category, fields)];
  return categoryPath(levels);
}

/** The directory's kinds: units, categories, grids, officers, and who serves which enterprise. */
export function directoryImports(deps: Deps): AnyImportKind[] {
  const blankDates = { activeUntil: null, gridCode: null, unitCode: null, subject: null };
  return [
    directoryImport(deps, {
      name: 'units',
      kind: 'unit',
      fields: Object.keys(Unit.shape),
      required: requiredFields(Unit),
      blank: { enabled: true },
      read: ({ fields }) => [readFields(Unit, fields)],
    }),
    directoryImport(deps, {
      name: 'categories',
      kind: 'category',
      fields: [...Object.keys(Category.shape), 'level1', 'level2', 'level3'],
      presets: { 'petition-categories': PETITION_CATEGORIES },
      blank: { enabled: true, parentCode: null, unitCode: null },
      read: readCategory,
    }),
    directoryImport(deps, {
      name: 'grids',
      kind: 'grid',
      fields: Object.keys(Grid.shape),
      required: requiredFields(Grid),
      blank: { enabled: true, parentCode: null, leaderCode: null, regionCode: null, polygon: null },
      read: readGrid,
    }),
    directoryImport(deps, {
      name: 'officers',
      kind: 'officer',
      fields: Object.keys(Officer.shape),
      required: requiredFields(Officer),
      blank: blankDates,
      read: ({ fields }) => [readFields(Officer, fields, DAYS)],
    }),
    directoryImport(deps, {
      name: 'servings',
      kind: 'serving',
      fields: Object.keys(Serving.shape),
      required: requiredFields(Serving),
      blank: { validUntil: null, enterpriseName: null, officerCode: null, gridCode: null },
      read: ({ fields }) => [readFields(Serving, fields, DAYS)],
    }),
  ];
}
