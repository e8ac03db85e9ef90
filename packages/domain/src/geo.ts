/**
 * Points on the ground. Phones and Chinese maps give GCJ-02 or BD-09, hundreds of metres off WGS-84 and so in the
 * wrong grid; everything is stored in WGS-84, and what was given is kept beside it by the caller.
 */
import gcoord from 'gcoord';
import { fieldRule } from './errors.ts';

export const REFERENCE_SYSTEMS = ['WGS84', 'GCJ02', 'BD09'] as const;
export type ReferenceSystem = (typeof REFERENCE_SYSTEMS)[number];

/** Degrees; at most seven decimals mean anything. */
export interface Point {
  longitude: number;
  latitude: number;
}

const SEVEN = 1e7;
// The package's types put under `default` what its CommonJS file exports itself.
const library = { ...gcoord.default, ...gcoord };

/** The point in WGS-84; refuses `point-invalid` where it is not on the globe. */
export function toWgs84({ longitude, latitude }: Point, system: ReferenceSystem, pointer = ''): Point {
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
    throw fieldRule(pointer, 'point-invalid', {
      zh: '经度须在 ±180、纬度须在 ±90 之内',
      en: 'longitude must be within ±180 and latitude within ±90',
    });
  }
  const [x, y] = library.transform([longitude, latitude], library[system], library.WGS84);
  return { longitude: Math.round(x * SEVEN) / SEVEN, latitude: Math.round(y * SEVEN) / SEVEN };
}
