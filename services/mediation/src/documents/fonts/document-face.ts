/** A face over all font files: one glyph for each character, so that text read back is the text set. */

import type { Font } from 'fontkit';
import { lastFont, openSlice, type Slice, sliceFor, type Weight } from './font-files.ts';
import { glyphRecord } from './glyph-outline.ts';
import { type SubsetGlyph, subsetFont } from './subset-font.ts';
import { weightedPath } from './weighted-path.ts';

/** Stands for a character no font draws; the text behind it stays the character. */
export const GETA = 0x3013;

// Of the text face, on an em of 1000 units.
const METRICS = { ascent: 1151, descent: -286 };

interface Glyph extends SubsetGlyph {
  missing: boolean;
}

const faces: Partial<Record<Weight, DocumentFace>> = {};

/** The process's one face of the weight. */
export function faceOf(weight: Weight): DocumentFace {
  faces[weight] ??= createFace(weight);
  return faces[weight];
}

export interface DocumentFace {
  /** Width of a text in units of the em (1 is the size of the type). */
  width(text: string): number;
  lacks(codePoint: number): boolean;
  /** What pdfkit takes for a font opened by fontkit. */
  readonly source: Buffer;
}

function createFace(weight: Weight): DocumentFace {
  const glyphs = new Map<number, Glyph>();
  const drawn = new Set<Slice>();
  const glyphOf = (codePoint: number): Glyph => {
    const known = glyphs.get(codePoint);
    if (known !== undefined) return known;
    const slice = sliceFor(codePoint);
    if (slice !== undefined && !drawn.has(slice)) {
      // All its glyphs at once: each file is opened once, in whatever order characters come.
      drawSlice(slice, weight, glyphs);
      drawn.add(slice);
      return glyphOf(codePoint);
    }
    const glyph = drawLast(codePoint) ?? { ...glyphOf(GETA), missing: true };
    glyphs.set(codePoint, glyph);
    return glyph;
  };
  return {
    width(text) {
      let units = 0;
      for (const character of text) units += glyphOf(character.codePointAt(0) ?? 0).advance;
      return units / 1000;
    },
    lacks: (codePoint) => glyphOf(codePoint).missing,
    // Its types only know files; at run time anything that can lay out text is a font.
    source: fontSource(weight, glyphOf) as unknown as Buffer,
  };
}

function drawSlice(slice: Slice, weight: Weight, into: Map<number, Glyph>): void {
  const font = openSlice(slice, weight);
  for (const codePoint of slice.codePoints) {
    if (font.hasGlyphForCodePoint(codePoint)) into.set(codePoint, drawGlyph(font, codePoint));
  }
}

function drawLast(codePoint: number): Glyph | undefined {
  const font = lastFont();
  if (font.hasGlyphForCodePoint(codePoint)) return drawGlyph(font, codePoint);
  if (codePoint === GETA) throw new Error('the fonts lack the replacement character');
  return undefined;
}

function drawGlyph(font: Font, codePoint: number): Glyph {
  const glyph = font.glyphForCodePoint(codePoint);
  return {
    record: glyphRecord(weightedPath(font, codePoint), font.unitsPerEm),
    advance: Math.round((glyph.advanceWidth * 1000) / font.unitsPerEm),
    missing: false,
  };
}

/** The part of a fontkit font that pdfkit uses; glyph ids are code points until a subset numbers them. */
function fontSource(weight: Weight, glyphOf: (codePoint: number) => Glyph): object {
  return {
    postscriptName: weight === 'bold' ? 'NotoSerifSC-Bold' : 'NotoSerifSC-Regular',
    unitsPerEm: 1000,
    ...METRICS,
    lineGap: 0,
    xHeight: 498,
    capHeight: 734,
    italicAngle: 0,
    bbox: { minX: -1000, minY: -1000, maxX: 3000, maxY: 2000 },
    post: { isFixedPitch: false },
    head: { macStyle: { italic: false } },
    getGlyph: () => ({ advanceWidth: 1000 }),
    layout: (text: string) => layOut(text, glyphOf),
    createSubset: () => createSubset(glyphOf),
  };
}

function layOut(text: string, glyphOf: (codePoint: number) => Glyph): object {
  const glyphs = Array.from(text, (character) => {
    const id = character.codePointAt(0) ?? 0;
    return { id, codePoints: [id], advanceWidth: glyphOf(id).advance };
  });
  const positions = glyphs.map(({ advanceWidth }) => ({
    xAdvance: advanceWidth,
    yAdvance: 0,
    xOffset: 0,
    yOffset: 0,
    advanceWidth,
  }));
  return { glyphs, positions, advanceWidth: glyphs.reduce((sum, glyph) => sum + glyph.advanceWidth, 0) };
}

/** Numbers glyphs in the order of their first use. */
function createSubset(glyphOf: (codePoint: number) => Glyph): object {
  const ids = new Map<number, number>();
  const used: SubsetGlyph[] = [{ record: new Uint8Array(0), advance: 1000 }];
  return {
    includeGlyph(codePoint: number): number {
      const known = ids.get(codePoint);
      if (known !== undefined) return known;
      ids.set(codePoint, used.length);
      used.push(glyphOf(codePoint));
      return used.length - 1;
    },
    encode: () => subsetFont(used, METRICS),
  };
}
