/** Running text: indent of two characters, both edges flush, no line left alone on a page. */
import { breakLines } from './line-breaking.ts';
import { BODY, lineHeight, measureIn, putLine, roomLeft, type Sheet, type Style, turnPage } from './sheet.ts';

export interface Setting {
  style: Style;
  /** Of the first line. */
  indent: number;
  left: number;
  width: number;
}

/** Sets one paragraph, over as many pages as it takes. */
export function setParagraph(sheet: Sheet, text: string, setting: Setting): void {
  const { style, indent, left, width } = setting;
  const measure = measureIn(style);
  const lines = breakLines(text, width, measure, indent);
  const height = lineHeight(style);
  let set = 0;
  while (set < lines.length) {
    const fits = linesOnPage(
      Math.floor(roomLeft(sheet) / height),
      lines.length - set,
      set > 0 || isTop(sheet),
    );
    if (fits === 0) {
      turnPage(sheet);
      continue;
    }
    for (const line of lines.slice(set, set + fits)) {
      const start = set === 0 ? indent : 0;
      const last = set === lines.length - 1;
      const spacing = last ? 0 : justified(measure(line), width - start, line, style.size);
      putLine(sheet, line, { x: left + start, y: sheet.y, spacing, style });
      sheet.y += height;
      set += 1;
    }
  }
}

function isTop(sheet: Sheet): boolean {
  return sheet.y <= BODY.top;
}

/** How many of the lines to set here, so that neither page gets a single line of a longer paragraph. */
export function linesOnPage(room: number, lines: number, must: boolean): number {
  if (room >= lines) return lines;
  const here = lines - room === 1 ? room - 1 : room;
  if (here >= 2) return here;
  // A page that is empty takes what it can; otherwise the paragraph begins on the next one.
  return must && room > 0 ? room : 0;
}

/** Space after each character that brings the line to the full width; none where it would tear it apart. */
function justified(natural: number, width: number, line: string, size: number): number {
  const gaps = Array.from(line).length - 1;
  const spacing = gaps < 1 ? 0 : (width - natural) / gaps;
  return spacing > 0 && spacing < size / 4 ? spacing : 0;
}
