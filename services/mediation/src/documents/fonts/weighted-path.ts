/** Outlines of a compressed variable font at its weight: fontkit 2.0.4 applies weights to uncompressed fonts only. */
import type { Font, Path } from 'fontkit';

interface OutlinePoint {
  x: number;
  y: number;
  copy(): OutlinePoint;
}

interface DecodedGlyph {
  points?: OutlinePoint[];
}

/** What fontkit keeps of a variable WOFF2 font; absent in others. The version is pinned and tests compare weights. */
interface Decoded {
  _transformedGlyphs?: DecodedGlyph[];
  _variationProcessor?: { transformPoints(glyph: number, points: OutlinePoint[]): void } | null;
}

const weighted = new WeakSet<DecodedGlyph>();

/** The outline of the character, moved to the weight the font was opened with. */
export function weightedPath(font: Font, codePoint: number): Path {
  const glyph = font.glyphForCodePoint(codePoint);
  const decoded = font as Font & Decoded;
  const outline = decoded._transformedGlyphs?.[glyph.id];
  const points = outline?.points;
  if (outline !== undefined && points?.[0] !== undefined && !weighted.has(outline)) {
    // Four more points follow those of an outline, for its advances; those come from a table of their own.
    const phantom = points[0];
    points.push(...[0, 0, 0, 0].map(() => Object.assign(phantom.copy(), { x: 0, y: 0, endContour: true })));
    decoded._variationProcessor?.transformPoints(glyph.id, points);
    points.splice(-4, 4);
    weighted.add(outline);
  }
  return glyph.path;
}
