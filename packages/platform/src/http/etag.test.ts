import { expect, it } from '@jest/globals';
import { ifMatchVersion } from './etag.ts';

it.each([
  ['of the record', '"a-7"', 'a', 7],
  ['of another record', '"b-7"', 'a', -1],
  ['of a record not known yet', '"a-7"', undefined, -1],
  ['absent', undefined, 'a', null],
])('an If-Match %s', (_name, header, id, version) => {
  expect(ifMatchVersion(header, id)).toBe(version);
});
