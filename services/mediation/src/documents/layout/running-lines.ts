/** The lines that stand on every page: organisation and number above, hash of the text and page number below. */
import { oneLine } from '../canonical-text.ts';
import type { DocumentModel } from '../document-model.ts';
import { BODY, measureIn, PAGE, putCentred, putLine, type Sheet, type Style } from './sheet.ts';

const STYLE: Style = { size: 9, weight: 'regular' };
const HEAD = 46;
const FOOT = PAGE.height - 62;

/** Written last, when the number of pages is known. */
export function setRunningLines(sheet: Sheet, document: DocumentModel, hash: string): void {
  const { start, count } = sheet.pdf.bufferedPageRange();
  const number = shortened(`编号：${oneLine(document.number)}`, BODY.width * 0.55);
  const organisation = shortened(oneLine(document.organisation), BODY.width * 0.42);
  const right = BODY.left + BODY.width;
  for (let page = 0; page < count; page++) {
    sheet.pdf.switchToPage(start + page);
    putLine(sheet, organisation, { x: BODY.left, y: HEAD, style: STYLE });
    putLine(sheet, number, { x: right - measureIn(STYLE)(number), y: HEAD, style: STYLE });
    line(sheet, HEAD + 18);
    line(sheet, FOOT - 3);
    putLine(sheet, `正文SHA-256：${hash}`, { x: BODY.left, y: FOOT, style: STYLE });
    putCentred(sheet, `第${page + 1}页 共${count}页`, { x: PAGE.width / 2, y: FOOT + 15, style: STYLE });
  }
}

function line(sheet: Sheet, y: number): void {
  sheet.pdf
    .lineWidth(0.5)
    .moveTo(BODY.left, y)
    .lineTo(BODY.left + BODY.width, y)
    .stroke('#888888');
}

function shortened(text: string, width: number): string {
  const measure = measureIn(STYLE);
  if (measure(text) <= width) return text;
  const characters = Array.from(text);
  while (characters.length > 0 && measure(`${characters.join('')}…`) > width) characters.pop();
  return `${characters.join('')}…`;
}
