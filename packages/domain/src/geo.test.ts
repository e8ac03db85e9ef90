import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toWgs84 } from './geo.ts';

// The square of Jinjiang; metres per degree there.
const jinjiang = { longitude: 118.5524, latitude: 24.7817 };
const metres = (a: typeof jinjiang, b: typeof jinjiang) =>
  Math.hypot((a.longitude - b.longitude) * 101_000, (a.latitude - b.latitude) * 110_800);

describe('reference systems', () => {
  it('moves a phone position by hundreds of metres', () => {
    const moved = metres(jinjiang, toWgs84(jinjiang, 'GCJ02'));
    expect(moved).toBeGreaterThan(300);
    expect(moved).toBeLessThan(900);
    expect(metres(jinjiang, toWgs84(jinjiang, 'BD09'))).toBeGreaterThan(moved);
  });

  it('leaves WGS-84 and points outside China alone', () => {
    expect(toWgs84(jinjiang, 'WGS84')).toEqual(jinjiang);
    expect(toWgs84({ longitude: 2.35, latitude: 48.85 }, 'GCJ02')).toEqual({
      longitude: 2.35,
      latitude: 48.85,
    });
  });

  it('keeps neighbours neighbours', () => {
    const near = fc.record({
      longitude: fc.double({ min: 118, max: 119, noNaN: true }),
      latitude: fc.double({ min: 24, max: 25, noNaN: true }),
    });
    fc.assert(
      fc.property(near, (point) => {
        const beside = { ...point, longitude: point.longitude + 0.0001 };
        const distance = metres(toWgs84(point, 'GCJ02'), toWgs84(beside, 'GCJ02'));
        expect(Math.abs(distance - metres(point, beside))).toBeLessThan(1);
      }),
    );
  });

  it.each([
    { longitude: 181, latitude: 0 },
    { longitude: 0, latitude: -91 },
    { longitude: Number.NaN, latitude: 0 },
  ])('refuses %j', (point) => expect(() => toWgs84(point, 'WGS84')).toThrow('point-invalid'));
});
