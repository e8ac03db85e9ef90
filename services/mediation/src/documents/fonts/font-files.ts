/**
 * The font files, all under the SIL Open Font License 1.1 and all from the package registry. 思源宋体 (Noto Serif SC,
 * variable weight, in slices by range) sets the text; what it lacks of traditional characters comes from its sister
 * for Hong Kong, and the rest of the basic plane, extension A with its rare names included, from UnifontEX.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';
import { unpackWoff } from './woff.ts';

export type Weight = 'regular' | 'bold';

// On the axis of the variable font; it holds 200 to 900.
const AXIS: Record<Weight, number> = { regular: 400, bold: 700 };

const require = createRequire(import.meta.url);
// The first to claim a character draws it.
const FAMILIES = ['noto-serif-sc', 'noto-serif-hk'] as const;
const LAST = '@fontsource/unifontex/files/unifontex-latin-400-normal.woff';

/** One file of a family, and the characters it is there for. */
export interface Slice {
  file: string;
  codePoints: number[];
}

let slices: Map<number, Slice> | undefined;
let last: Font | undefined;

/** The slice that draws the character, as the packages' tables have it; its file may still lack it. */
export function sliceFor(codePoint: number): Slice | undefined {
  slices ??= readSlices();
  return slices.get(codePoint);
}

/** Opens a slice in a weight: some 2 MB, to be let go once its glyphs are drawn. */
export function openSlice(slice: Slice, weight: Weight): Font {
  // `getVariation` opens the font again as if it were not compressed; the coordinates alone do it.
  return Object.assign(open(read(slice.file)), { variationCoords: [AXIS[weight]] });
}

/** The font for what no slice draws. */
export function lastFont(): Font {
  last ??= open(unpackWoff(read(LAST)));
  return last;
}

function read(file: string): Buffer {
  return readFileSync(require.resolve(file));
}

function open(bytes: Buffer): Font {
  const font = create(bytes);
  if ('fonts' in font) throw new Error('a collection is no font');
  return font;
}

function readSlices(): Map<number, Slice> {
  const found = new Map<number, Slice>();
  for (const family of FAMILIES) {
    const path = require.resolve(`@fontsource-variable/${family}/unicode.json`);
    const table: Record<string, string> = JSON.parse(readFileSync(path, 'utf8'));
    // The Latin slices stand last in the table and come first for Latin text.
    for (const [name, ranges] of Object.entries(table).reverse()) {
      const file = `@fontsource-variable/${family}/files/${family}-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`;
      const slice: Slice = { file, codePoints: codePointsIn(ranges).filter((c) => !found.has(c)) };
      for (const codePoint of slice.codePoints) found.set(codePoint, slice);
    }
  }
  return found;
}

/** Ranges as in `U+4e00-4e0f,U+4e11`. */
function codePointsIn(ranges: string): number[] {
  return ranges.split(',').flatMap((range) => {
    const [from = '', to = from] = range.replace(/^U\+/i, '').split('-');
    const first = Number.parseInt(from, 16);
    return Array.from({ length: Number.parseInt(to, 16) - first + 1 }, (_, i) => first + i);
  });
}
