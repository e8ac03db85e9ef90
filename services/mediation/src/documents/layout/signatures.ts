/** What stands after the text: who signed, and the organisation's seal. */
import { oneLine } from '../canonical-text.ts';
import type { Seal, Signatory } from '../document-model.ts';
import { chineseDay } from '../wording.ts';
import { breakLines } from './line-breaking.ts';
import {
  BODY,
  BODY_STYLE,
  BOLD_STYLE,
  lineHeight,
  measureIn,
  needRoom,
  putCentred,
  putLine,
  type Sheet,
  type Style,
} from './sheet.ts';

const SMALL: Style = { size: 9, weight: 'regular' };
const LABEL_WIDTH = 172;
const LINE_WIDTH = 150;

/**
 * One labelled line a signatory; a line is never divided from what is said about it, and the last one stays with
 * what follows, so that no seal stands on a page without text.
 */
export function setSignatures(sheet: Sheet, signatories: readonly Signatory[], following: number): void {
  signatories.forEach((signatory, i) => {
    setSignatory(sheet, signatory, i === signatories.length - 1 ? following : 0);
  });
  sheet.y += 8;
}

function setSignatory(sheet: Sheet, { role, name, signature }: Signatory, following: number): void {
  const label = breakLines(`${oneLine(role)}（签名或者盖章）：`, LABEL_WIDTH, measureIn(BODY_STYLE));
  const signed = signature === undefined ? [] : breakLines(oneLine(name), LINE_WIDTH, measureIn(BOLD_STYLE));
  const step = lineHeight(BODY_STYLE);
  const upper = Math.max(label.length, signed.length, 1) * step;
  needRoom(sheet, upper + lineHeight(SMALL) + 16 + following);
  const x = BODY.left + LABEL_WIDTH;
  label.forEach((line, i) => {
    putLine(sheet, line, { x: BODY.left, y: sheet.y + i * step, style: BODY_STYLE });
  });
  // What was signed stands on the rule.
  const top = sheet.y + upper - signed.length * step;
  signed.forEach((line, i) => {
    putLine(sheet, line, { x: x + 6, y: top + i * step, style: BOLD_STYLE });
  });
  rule(sheet, x, sheet.y + upper - 2, LINE_WIDTH);
  const day = signature === undefined ? '      年    月    日' : chineseDay(signature.day);
  putLine(sheet, day, { x: x + LINE_WIDTH + 18, y: sheet.y + upper - step, style: BODY_STYLE });
  sheet.y += upper;
  const below = signature === undefined ? oneLine(name) : `${signature.kind}  ${signature.hash}`;
  // A SHA-256 in hexadecimal is wider than the line beside the label, so it starts at the margin.
  putLine(sheet, below, { x: signature === undefined ? x + 6 : BODY.left, y: sheet.y, style: SMALL });
  sheet.y += lineHeight(SMALL) + 8;
}

function rule(sheet: Sheet, x: number, y: number, width: number): void {
  sheet.pdf
    .lineWidth(0.6)
    .moveTo(x, y)
    .lineTo(x + width, y)
    .stroke('#444444');
}

const BOX = { width: 200, height: 92 };
/** Height of a seal with what is said about it. */
export const SEAL_HEIGHT = BOX.height + lineHeight(SMALL) + 16;

/** The box of the seal at the right edge, with organisation and day 落款. */
export function setSeal(sheet: Sheet, { organisation, day, sealed }: Seal): void {
  needRoom(sheet, SEAL_HEIGHT);
  const left = BODY.left + BODY.width - BOX.width;
  const middle = left + BOX.width / 2;
  sheet.y += 8;
  const { pdf } = sheet;
  pdf.lineWidth(0.8).dash(3, { space: 2 }).rect(left, sheet.y, BOX.width, BOX.height);
  pdf.stroke(sealed === undefined ? '#888888' : '#b22222').undash();
  const step = lineHeight(BODY_STYLE);
  const name = breakLines(oneLine(organisation), BOX.width - 16, measureIn(BODY_STYLE));
  const state = sealed === undefined ? '（盖章处）' : `（已加盖电子印章 ${chineseDay(sealed.day)}）`;
  const height = (name.length + 1) * step + lineHeight(SMALL);
  let y = sheet.y + (BOX.height - height) / 2;
  for (const line of name) {
    putCentred(sheet, line, { x: middle, y, style: BODY_STYLE });
    y += step;
  }
  putCentred(sheet, state, { x: middle, y, style: SMALL });
  putCentred(sheet, chineseDay(day), { x: middle, y: y + lineHeight(SMALL), style: BODY_STYLE });
  sheet.y += BOX.height + 4;
  if (sealed !== undefined) {
    const text = `印章 ${sealed.hash}`;
    const x = BODY.left + BODY.width - measureIn(SMALL)(text);
    putLine(sheet, text, { x, y: sheet.y, style: SMALL });
  }
  sheet.y += lineHeight(SMALL);
}
