import { parseUscc } from '@qinwu/domain/uscc';
import { defineImport } from '@qinwu/platform/bulk/import/define-import';
import type { AnyImportKind } from '@qinwu/platform/bulk/import/import-kind';
import { type FieldKind, readFields, requiredFields } from '@qinwu/platform/bulk/read-fields';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { line, titleCode, uscc } from '../fields.ts';
import type { NewTitle } from '../use-cases/titles/grant-title.ts';
import { importTitles } from '../use-cases/titles/import-titles.ts';
import { TITLE_KEEPERS, WRITE_SCOPE } from '../who.ts';

const Title = z.object({
  uscc,
  titleCode,
  from: z.iso.date(),
  until: z.iso.date().optional(),
  document: line(100),
  batch: line(100).optional(),
});
const KINDS: Readonly<Record<string, FieldKind>> = { from: 'day', until: 'day' };

/** Lists of titles 称号名单, as they are announced by the batch. */
export function titleImport(deps: Deps): AnyImportKind {
  return defineImport<NewTitle>({
    kind: 'titles',
    access: { roles: TITLE_KEEPERS, scopes: [WRITE_SCOPE] },
    fields: Object.keys(Title.shape),
    required: requiredFields(Title),
    presets: {},
    parseRow({ fields }) {
      const { uscc: of, batch = null, ...given } = readFields(Title, fields, KINDS);
      return { ...given, uscc: parseUscc(of, '/uscc'), batch };
    },
    commitSlice: (tx, rows, context) => importTitles(deps, tx, rows, context),
  });
}
