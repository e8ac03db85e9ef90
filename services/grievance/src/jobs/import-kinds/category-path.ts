import { createHash } from 'node:crypto';
import { fieldRule } from '@qinwu/domain/errors';
import { officialText } from '@qinwu/platform/bulk/official-text';
import type { Cell } from '@qinwu/platform/bulk/read/source-row';
import type { EntryDraft } from '../../use-cases/import-directory.ts';

/** Hex digits of a code: enough for any tree, short enough to read out. */
const DIGITS = 12;

/** A code that only the path of names decides: the same tree gets the same codes in every import and every park. */
function codeOf(path: readonly string[]): string {
  return `c-${createHash('sha256').update(JSON.stringify(path)).digest('hex').slice(0, DIGITS)}`;
}

/** A path of category names, top first, as one entry per level; empty levels only at its end. */
export function categoryPath(levels: readonly (Cell | undefined)[]): EntryDraft[] {
  const texts = levels.map((cell) => (cell instanceof Date ? officialText(cell) : String(cell ?? '')));
  const names = texts.map((text) => text.replace(/\s+/gu, ' ').trim());
  const depth = names.findLastIndex((name) => name !== '') + 1;
  const path = names.slice(0, depth);
  const gap = path.indexOf('');
  if (gap >= 0 || depth === 0) {
    throw fieldRule(`/level${Math.max(gap, 0) + 1}`, 'required', {
      zh: '下级分类之上的分类须填写',
      en: 'is required above a lower level',
    });
  }
  return path.map((name, index) => ({
    code: codeOf(path.slice(0, index + 1)),
    name,
    parentCode: index === 0 ? null : codeOf(path.slice(0, index)),
  }));
}
