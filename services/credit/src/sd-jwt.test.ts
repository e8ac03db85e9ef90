import { describe, expect, it } from '@jest/globals';
import { conceal, digestOf, present } from './sd-jwt.ts';

describe('concealed claims', () => {
  it('are known by the digest RFC 9901 has in its example', () => {
    expect(digestOf('WyIyR0xDNDJzS1F2ZUNmR2ZyeU5STjl3IiwgImdpdmVuX25hbWUiLCAiSm9obiJd')).toBe(
      'jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4',
    );
  });

  it('stand in an order that says nothing of theirs, under salts that never come again', () => {
    const claims = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`claim-${at}`, '甲']));
    const [one, other] = [conceal(claims), conceal(claims)];
    expect([...one.disclosures.keys()]).toEqual(Object.keys(claims));
    expect(one.sealed._sd).toEqual(Array.from(one.disclosures.values(), digestOf).toSorted());
    expect(new Set([...one.sealed._sd, ...other.sealed._sd]).size).toBe(100);
    const salts = [...one.disclosures.values(), ...other.disclosures.values()].map(
      (text) => JSON.parse(Buffer.from(text, 'base64url').toString())[0],
    );
    expect(new Set(salts).size).toBe(100);
    for (const salt of salts) expect(Buffer.from(salt, 'base64url').length).toBe(16);
  });

  it('are presented with a ~ after each, and one where none is shown', () => {
    expect(present('a.b.c', ['d', 'e'])).toBe('a.b.c~d~e~');
    expect(present('a.b.c', [])).toBe('a.b.c~');
  });
});
