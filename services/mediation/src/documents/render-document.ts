/** A document as PDF: A4, only the glyphs used are embedded, the text can be read back. */
import { fieldRule } from '@qinwu/domain/errors';
import { canonicalText, oneLine, paragraphLines, textHash } from './canonical-text.ts';
import type { Block, DocumentModel, Labelled } from './document-model.ts';
import { faceOf } from './fonts/document-face.ts';
import { breakLines } from './layout/line-breaking.ts';
import { setParagraph } from './layout/paragraph.ts';
import { setRunningLines } from './layout/running-lines.ts';
import {
  BODY,
  BODY_STYLE,
  BOLD_STYLE,
  lineHeight,
  measureIn,
  needRoom,
  openSheet,
  PAGE,
  putCentred,
  type Sheet,
  TEXT_SIZE,
} from './layout/sheet.ts';
import { SEAL_HEIGHT, setSeal, setSignatures } from './layout/signatures.ts';
import { setTable } from './layout/table.ts';

/** Longest text set at all, about 600 pages. */
export const MOST_CHARACTERS = 500_000;

/** Refuses `document-too-long`. */
export function refuseTooLong(document: DocumentModel): void {
  if (canonicalText(document).length <= MOST_CHARACTERS) return;
  throw fieldRule('', 'document-too-long', {
    zh: `文书不得超过${MOST_CHARACTERS}字`,
    en: `a document may have up to ${MOST_CHARACTERS} characters`,
  });
}

/** The same document gives the same bytes. A service calls it in a thread of its own: `renderOffThread`. */
export async function renderDocument(document: DocumentModel): Promise<Buffer> {
  refuseTooLong(document);
  const sheet = openSheet(document);
  const { pdf } = sheet;
  const chunks: Buffer[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  pdf.on('end', resolve);
  pdf.on('error', reject);
  setTitle(sheet, document.title);
  document.blocks.forEach((block, i) => {
    const following = document.blocks[i + 1]?.kind === 'seal' ? SEAL_HEIGHT : 0;
    setBlock(sheet, block, following);
  });
  setMissing(sheet, missingCharacters(document));
  setRunningLines(sheet, document, textHash(document));
  pdf.end();
  await promise;
  return Buffer.concat(chunks);
}

/**
 * Characters of the document no font here draws, each once: they are printed as 〓 with a note that names them, and
 * stay themselves in the text behind the page and in its hash.
 */
export function missingCharacters(document: DocumentModel): string[] {
  const face = faceOf('regular');
  const all = new Set(`${canonicalText(document)}${document.organisation}${afterText(document)}`);
  return [...all].filter(
    (character) => character !== '\n' && character !== '\t' && face.lacks(character.codePointAt(0) ?? 0),
  );
}

/** Names that stand in signatures and seals only. */
function afterText(document: DocumentModel): string {
  return document.blocks
    .map((block) => {
      if (block.kind === 'signatures') return block.signatories.map((one) => one.role + one.name).join('');
      return block.kind === 'seal' ? block.seal.organisation : '';
    })
    .join('');
}

function setTitle(sheet: Sheet, title: string): void {
  const style = { size: 20, weight: 'bold' } as const;
  for (const line of breakLines(oneLine(title), BODY.width, measureIn(style))) {
    putCentred(sheet, line, { x: PAGE.width / 2, y: sheet.y, style });
    sheet.y += lineHeight(style);
  }
  sheet.y += 10;
}

/** `following` is the height that must stay on the page after the block's last line. */
function setBlock(sheet: Sheet, block: Block, following: number): void {
  if (block.kind === 'meta') setLabelled(sheet, block.lines);
  if (block.kind === 'heading') setHeading(sheet, block.text);
  if (block.kind === 'paragraph') {
    // Closing words are short; of a longer text the seal takes at least two lines along.
    if (following > 0) needRoom(sheet, 2 * lineHeight(BODY_STYLE) + following);
    setText(sheet, block.text, block.indent === false ? 0 : 2 * TEXT_SIZE);
  }
  if (block.kind === 'table') setTable(sheet, block);
  if (block.kind === 'signatures') setSignatures(sheet, block.signatories, following);
  if (block.kind === 'seal') setSeal(sheet, block.seal);
  if (block.kind === 'party') {
    setHeading(sheet, block.role);
    setLabelled(sheet, block.rows);
  }
}

/** A heading stays with the next two lines. */
function setHeading(sheet: Sheet, text: string): void {
  needRoom(sheet, 3 * lineHeight(BODY_STYLE) + 6);
  if (sheet.y > BODY.top) sheet.y += 6;
  const place = { style: BOLD_STYLE, indent: 0, left: BODY.left, width: BODY.width };
  setParagraph(sheet, oneLine(text), place);
}

function setLabelled(sheet: Sheet, lines: readonly Labelled[]): void {
  for (const { label, value } of lines) setText(sheet, `${label}：${oneLine(value)}`, 0);
  sheet.y += 4;
}

function setText(sheet: Sheet, text: string, indent: number): void {
  for (const line of paragraphLines(text)) {
    setParagraph(sheet, line, { style: BODY_STYLE, indent, left: BODY.left, width: BODY.width });
  }
}

function setMissing(sheet: Sheet, missing: readonly string[]): void {
  if (missing.length === 0) return;
  const codes = missing.map(
    (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  setText(sheet, `注：字库未收的字符以“〓”显示，其编码为${codes.join('、')}。`, 0);
}
