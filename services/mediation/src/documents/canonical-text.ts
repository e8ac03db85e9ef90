/** The exact text of a document: what the parties sign. */
import { createHash } from 'node:crypto';
import type { Block, DocumentModel, Labelled } from './document-model.ts';

/**
 * The text as lines, without signatures and seal: those come after it and must not change it.
 * Characters stay as they are: Unicode normalisation would replace rare characters of names.
 */
export function canonicalText(document: DocumentModel): string {
  const lines = [
    oneLine(document.title),
    `编号：${oneLine(document.number)}`,
    ...document.blocks.flatMap(linesOf),
  ];
  return `${lines.join('\n')}\n`;
}

/** SHA-256 of the text in UTF-8, lower-case hexadecimal. */
export function textHash(document: DocumentModel): string {
  return createHash('sha256').update(canonicalText(document), 'utf8').digest('hex');
}

function linesOf(block: Block): string[] {
  switch (block.kind) {
    case 'meta':
      return block.lines.map(labelled);
    case 'party':
      return [oneLine(block.role), ...block.rows.map(labelled)];
    case 'heading':
      return [oneLine(block.text)];
    case 'paragraph':
      return paragraphLines(block.text);
    case 'table':
      return [
        block.columns.map((column) => column.title),
        ...block.rows,
        ...(block.total === undefined ? [] : [block.total]),
      ].map((row) => row.map(oneLine).join('\t'));
    default:
      return [];
  }
}

function labelled({ label, value }: Labelled): string {
  return `${label}：${oneLine(value)}`;
}

/** A value on one line: any run of blanks and line breaks is one space. */
export function oneLine(text: string): string {
  return text.replace(/[\s\u0085]+/gu, ' ').trim();
}

/** The lines of a text of several paragraphs, without blank ones. */
export function paragraphLines(text: string): string[] {
  return text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/u)
    .map(oneLine)
    .filter((line) => line !== '');
}
