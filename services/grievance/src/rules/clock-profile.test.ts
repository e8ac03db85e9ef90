import { describe, expect, it } from '@jest/globals';
import { type ClockProfile, type ProfileSubject, profileFor } from './clock-profile.ts';
import { DEFAULT_PROFILES } from './default-directory.ts';

const subject: ProfileSubject = {
  demandType: 'complaint',
  urgency: 'normal',
  complexity: 'ordinary',
  categoryPath: ['facility', 'facility.light'],
};

const [general] = DEFAULT_PROFILES.filter((profile) => profile.code === 'answer');
const variant = (code: string, change: Partial<ClockProfile>): ClockProfile => {
  if (general === undefined) throw new Error('there is no general limit to answer');
  return { ...general, code, ...change };
};

describe('the profile that governs a clock', () => {
  const root = variant('facility', { categoryCode: 'facility' });
  const leaf = variant('light', { categoryCode: 'facility.light' });
  const urgent = variant('urgent', { urgency: 'urgent' });
  const hard = variant('hard', { complexity: 'difficult' });
  const advice = variant('advice', { demandType: 'suggestion' });
  const all = [variant('any', {}), root, leaf, urgent, hard, advice];

  it.each([
    ['any', { categoryPath: [] }],
    ['advice', { categoryPath: [], demandType: 'suggestion' }],
    ['hard', { categoryPath: [], demandType: 'suggestion', complexity: 'difficult' }],
    ['facility', { categoryPath: ['facility'], complexity: 'difficult' }],
    ['light', {}],
    ['urgent', { urgency: 'urgent' }],
  ] as const)('is %s where it is the most particular that fits', (code, change) => {
    expect(profileFor(all, 'answer', { ...subject, ...change }, '2025-09-01')?.code).toBe(code);
  });

  it('is the one in force on the day, the newest of equals', () => {
    const ended = variant('ended', { validFrom: '2024-01-01', validUntil: '2025-08-31' });
    const begun = variant('begun', { validFrom: '2025-09-01' });
    const on = (day: string) => profileFor([ended, begun], 'answer', subject, day)?.code;
    expect(on('2023-12-31')).toBeUndefined();
    expect(on('2025-08-31')).toBe('ended');
    expect(on('2025-09-01')).toBe('begun');
  });

  it('is there by default for every clock, and never claims to be official', () => {
    for (const clock of ['dispatch', 'sign', 'contact', 'answer'] as const) {
      expect(profileFor(DEFAULT_PROFILES, clock, subject, '2025-09-01')).not.toBeNull();
    }
    expect(DEFAULT_PROFILES.some((profile) => profile.official)).toBe(false);
  });
});
