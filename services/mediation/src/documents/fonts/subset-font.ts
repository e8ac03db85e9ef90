/** A TrueType file of the glyphs one document uses. */

export interface SubsetGlyph {
  record: Uint8Array;
  /** On an em of 1000 units. */
  advance: number;
}

export interface VerticalMetrics {
  ascent: number;
  descent: number;
}

/** The tables PDF asks of an embedded TrueType font, unhinted, em of 1000 units. */
export function subsetFont(glyphs: readonly SubsetGlyph[], metrics: VerticalMetrics): Uint8Array {
  const glyf = Buffer.concat(glyphs.map((glyph) => glyph.record));
  return assemble([
    ['glyf', glyf],
    ['head', head()],
    ['hhea', hhea(glyphs, metrics)],
    ['hmtx', hmtx(glyphs)],
    ['loca', loca(glyphs)],
    ['maxp', maxp(glyphs.length)],
  ]);
}

function head(): Buffer {
  const table = Buffer.alloc(54);
  table.writeUInt32BE(0x00010000, 0);
  table.writeUInt32BE(0x00010000, 4);
  table.writeUInt32BE(0x5f0f3cf5, 12);
  table.writeUInt16BE(1000, 18);
  // The whole em and what may stand out of it.
  [-1000, -1000, 3000, 2000].forEach((edge, i) => {
    table.writeInt16BE(edge, 36 + 2 * i);
  });
  table.writeUInt16BE(8, 46);
  table.writeInt16BE(2, 48);
  table.writeInt16BE(1, 50);
  return table;
}

function hhea(glyphs: readonly SubsetGlyph[], { ascent, descent }: VerticalMetrics): Buffer {
  const table = Buffer.alloc(36);
  table.writeUInt32BE(0x00010000, 0);
  table.writeInt16BE(ascent, 4);
  table.writeInt16BE(descent, 6);
  table.writeUInt16BE(
    glyphs.reduce((most, glyph) => Math.max(most, glyph.advance), 0),
    10,
  );
  table.writeInt16BE(1, 18);
  table.writeUInt16BE(glyphs.length, 34);
  return table;
}

function hmtx(glyphs: readonly SubsetGlyph[]): Buffer {
  const table = Buffer.alloc(glyphs.length * 4);
  glyphs.forEach(({ record, advance }, i) => {
    table.writeUInt16BE(advance, i * 4);
    // The left bearing is the outline's own edge: nothing is shifted.
    table.writeInt16BE(record.length === 0 ? 0 : Buffer.from(record).readInt16BE(2), i * 4 + 2);
  });
  return table;
}

function loca(glyphs: readonly SubsetGlyph[]): Buffer {
  const table = Buffer.alloc((glyphs.length + 1) * 4);
  let offset = 0;
  glyphs.forEach((glyph, i) => {
    offset += glyph.record.length;
    table.writeUInt32BE(offset, (i + 1) * 4);
  });
  return table;
}

function maxp(count: number): Buffer {
  const table = Buffer.alloc(32);
  table.writeUInt32BE(0x00010000, 0);
  table.writeUInt16BE(count, 4);
  table.writeUInt16BE(4096, 6);
  table.writeUInt16BE(1024, 8);
  table.writeUInt16BE(2, 14);
  return table;
}

function assemble(tables: readonly (readonly [tag: string, data: Buffer])[]): Uint8Array {
  const directory = Buffer.alloc(12 + 16 * tables.length);
  const power = Math.floor(Math.log2(tables.length));
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(16 * 2 ** power, 6);
  directory.writeUInt16BE(power, 8);
  directory.writeUInt16BE(16 * (tables.length - 2 ** power), 10);
  const bodies: Buffer[] = [];
  let offset = directory.length;
  tables.forEach(([tag, data], i) => {
    const padded = Buffer.concat([data, Buffer.alloc(-data.length & 3)]);
    const at = 12 + 16 * i;
    directory.write(tag, at, 'latin1');
    directory.writeUInt32BE(checksum(padded), at + 4);
    directory.writeUInt32BE(offset, at + 8);
    directory.writeUInt32BE(data.length, at + 12);
    offset += padded.length;
    bodies.push(padded);
  });
  return Buffer.concat([directory, ...bodies]);
}

function checksum(data: Buffer): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum = (sum + data.readUInt32BE(i)) >>> 0;
  return sum;
}
