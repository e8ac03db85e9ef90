import { expect, it } from '@jest/globals';
import { certificateSpan, milestoneSpan, titleSpan } from './mirrored-spans.ts';

const title = { level: 'PROVINCE', from: '2024-12-02', until: '2027-12-01', revokedOn: null } as const;

it.each([
  [title, { from: '2024-12-02', until: '2027-12-01' }],
  [{ ...title, level: 'NATIONAL', until: null } as const, { from: '2024-12-02', until: null }],
  [{ ...title, level: 'CITY' } as const, null],
  [{ ...title, level: 'PARK' } as const, null],
  [
    { ...title, revokedOn: '2025-06-01' },
    { from: '2024-12-02', until: '2025-05-31' },
  ],
  [
    { ...title, revokedOn: '2028-06-01' },
    { from: '2024-12-02', until: '2027-12-01' },
  ],
])('the title %j counts %j', (given, span) => {
  expect(titleSpan(given)).toEqual(span);
});

const certificate = { level: 3, issuedOn: '2025-03-12', validUntil: null, valid: true };

it.each([
  [certificate, { from: '2025-03-12', until: null }],
  [
    { ...certificate, level: 1, validUntil: '2028-03-11' },
    { from: '2025-03-12', until: '2028-03-11' },
  ],
  [{ ...certificate, level: 4 }, null],
  [{ ...certificate, valid: false }, null],
])('the certificate %j counts %j', (given, span) => {
  expect(certificateSpan(given)).toEqual(span);
});

const milestone = { milestone: 'IN_PRODUCTION', reachedOn: '2024-02-29', valid: true } as const;

it.each([
  [milestone, { from: '2024-02-29', until: '2027-02-27' }],
  [{ ...milestone, milestone: 'COMPLETED' } as const, null],
  [{ ...milestone, valid: false }, null],
])('the milestone %j counts %j', (given, span) => {
  expect(milestoneSpan(given)).toEqual(span);
});
