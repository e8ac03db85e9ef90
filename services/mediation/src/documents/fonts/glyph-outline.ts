/** Outlines of any font as records of the `glyf` table, so that glyphs of several fonts stand in one. */
import type { Path } from 'fontkit';

interface Point {
  x: number;
  y: number;
  on: boolean;
}

/** The record of a glyph on an em of 1000 units; empty for a blank. */
export function glyphRecord(path: Path, unitsPerEm: number): Uint8Array {
  const contours = contoursOf(path, 1000 / unitsPerEm);
  const points = contours.flat();
  if (points.length === 0) return new Uint8Array(0);
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const bytes = [
    ...int16(contours.length),
    ...[Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)].flatMap(int16),
  ];
  let end = -1;
  for (const contour of contours) {
    end += contour.length;
    bytes.push(...int16(end));
  }
  bytes.push(0, 0, ...coordinates(points));
  // Offsets of the `loca` table want whole words.
  while (bytes.length % 4 !== 0) bytes.push(0);
  return Uint8Array.from(bytes);
}

/** Flags, then the steps along x, then those along y. */
function coordinates(points: readonly Point[]): number[] {
  const flags: number[] = [];
  const x: number[] = [];
  const y: number[] = [];
  let last = { x: 0, y: 0 };
  for (const point of points) {
    const flag =
      (point.on ? 0x01 : 0) | step(point.x - last.x, x, 0x02, 0x10) | step(point.y - last.y, y, 0x04, 0x20);
    flags.push(flag);
    last = point;
  }
  return [...flags, ...x, ...y];
}

/** Writes one step in its shortest form and returns its flags. */
function step(delta: number, into: number[], short: number, same: number): number {
  if (delta === 0) return same;
  if (Math.abs(delta) > 255) {
    into.push(...int16(delta));
    return 0;
  }
  into.push(Math.abs(delta));
  return delta > 0 ? short | same : short;
}

function int16(value: number): [number, number] {
  return [(value >> 8) & 0xff, value & 0xff];
}

function contoursOf(path: Path, scale: number): Point[][] {
  const contours: Point[][] = [];
  let current: Point[] = [];
  const add = (x: number, y: number, on: boolean) =>
    current.push({ x: Math.round(x * scale), y: Math.round(y * scale), on });
  let pen: readonly [number, number] = [0, 0];
  for (const { command, args } of path.commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === 'moveTo') {
      current = [];
      contours.push(current);
    }
    if (command === 'moveTo' || command === 'lineTo') add(a, b, true);
    if (command === 'quadraticCurveTo') {
      add(a, b, false);
      add(c, d, true);
    }
    if (command === 'bezierCurveTo') cubic([...pen, a, b, c, d, e, f], add);
    pen = [args.at(-2) ?? pen[0], args.at(-1) ?? pen[1]];
  }
  return contours.map(closed).filter((contour) => contour.length > 2);
}

/** Without the last point where it repeats the first: contours close by themselves. */
function closed(contour: Point[]): Point[] {
  const first = contour[0];
  const last = contour.at(-1);
  const repeats = first !== undefined && last?.on && last.x === first.x && last.y === first.y;
  return repeats && contour.length > 1 ? contour.slice(0, -1) : contour;
}

const PIECES = 4;

type Cubic = [number, number, number, number, number, number, number, number];

/** A cubic curve as quadratic ones: at glyph size four pieces are within a unit of the em. */
function cubic(curve: Cubic, add: (x: number, y: number, on: boolean) => void): void {
  const [x0, y0, x1, y1, x2, y2, x3, y3] = curve;
  const at = (t: number, p0: number, p1: number, p2: number, p3: number) =>
    (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t * t * p2 + t ** 3 * p3;
  const slope = (t: number, p0: number, p1: number, p2: number, p3: number) =>
    3 * (1 - t) ** 2 * (p1 - p0) + 6 * (1 - t) * t * (p2 - p1) + 3 * t * t * (p3 - p2);
  // The control point of a piece: the mean of where its end tangents lead half-way.
  const control = (t: number, u: number, ...p: [number, number, number, number]) =>
    (at(t, ...p) + at(u, ...p)) / 2 + ((u - t) * (slope(t, ...p) - slope(u, ...p))) / 4;
  for (let piece = 0; piece < PIECES; piece++) {
    const t = piece / PIECES;
    const u = (piece + 1) / PIECES;
    add(control(t, u, x0, x1, x2, x3), control(t, u, y0, y1, y2, y3), false);
    add(at(u, x0, x1, x2, x3), at(u, y0, y1, y2, y3), true);
  }
}
