/** Where lines of Chinese text may end (避头尾): no closing mark begins a line, no opening mark ends one. */

const NOT_AT_START = new Set('。，、；：？！）】》」』〉〕｝”’…—·％‰℃～!),.:;?]}%〗');
const NOT_AT_END = new Set('（【《「『〈〔｛“‘￥([{$¥〖');
const latin = /[\p{Script=Latin}\p{Nd}_@#&+/\\.,:%-]/u;

/** Width of a text in points. */
export type Measure = (text: string) => number;

/** Breaks one paragraph into lines that fit; the first is narrower by the indent. */
export function breakLines(text: string, width: number, measure: Measure, indent = 0): string[] {
  const lines: string[] = [];
  let line = '';
  let used = indent;
  const finish = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const piece of piecesOf(text)) {
    const needed = measure(piece);
    if (used + measure(piece.trimEnd()) > width && line !== '') finish();
    if (used + measure(piece.trimEnd()) <= width) {
      line += piece;
      used += needed;
      continue;
    }
    // Longer than a line: a hash or an address breaks wherever it must.
    for (const character of piece) {
      const step = measure(character);
      if (used + step > width && line !== '') finish();
      line += character;
      used += step;
    }
  }
  if (line !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** The text cut wherever a line may end. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let before = '';
  for (const character of text) {
    if (before !== '' && mayBreak(before, character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
    before = character;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || NOT_AT_START.has(after) || NOT_AT_END.has(before)) return false;
  return !(latin.test(before) && latin.test(after));
}
