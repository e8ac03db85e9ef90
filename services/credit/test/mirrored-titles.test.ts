import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { addDays, addYears } from '@qinwu/domain/local-date';
import { schemaDrift } from '@qinwu/platform/db/schema-drift';
import { decodeJwt } from 'jose';
import * as tables from '../src/store/mirrors/tables.ts';
import { type MirrorPark, startMirrorPark, TODAY, type Value } from './mirror-park.ts';
import { enterTax, firm } from './run-park.ts';

let park: MirrorPark;
const officer = () => park.service.as({ roles: 'officer', sub: 'officer' });
const owner = (n: number) => park.service.as({ roles: 'enterprise', sub: `owner-${n}`, org: firm(n) });

beforeAll(async () => {
  park = await startMirrorPark(5);
});
afterAll(() => park.close());

it.each(Object.values(tables))('table %# stands as its migration makes it', async (table) => {
  expect(await schemaDrift(park.service.deps.db, [table])).toEqual([]);
});

describe('titles', () => {
  it('of state and province count, on the days they are in force, with their event as source', async () => {
    const [row] = park.granted({ n: 1, until: addDays(TODAY, 10) });
    await park.cockpit.settle(
      row === undefined ? [] : [row],
      park.granted({ n: 1, code: 'chain-leader', level: 'PARK' }),
    );
    const [value] = await park.valuesOn(1, 'L3');
    expect(value).toMatchObject({
      value: '1',
      unit: '项',
      source: 'event',
      state: 'VERIFIED',
      eventId: row?.eventId,
      validFrom: addYears(TODAY, -1),
      validUntil: addDays(TODAY, 10),
    });
    expect(value.sourceRef).toBe(`qinwu.cockpit.title-granted.v1 ${JSON.parse(row?.envelope ?? '').subject}`);
    expect(await park.countOn(1, 'L3', addDays(TODAY, 10))).toEqual(['1']);
    expect(await park.countOn(1, 'L3', addDays(TODAY, 11))).toEqual(['0']);
    // Before there was any, nothing is known.
    expect(await park.countOn(1, 'L3', addDays(addYears(TODAY, -1), -1))).toEqual([]);
  });

  it('are laid out for the day on which one runs out', async () => {
    const vector = async () => {
      const { rows } = await park.service.deps.db.pool.query<{ value: string; exact_until: string }>(
        `select slots[21] as value, exact_until::text from input_vector where uscc = $1`,
        [firm(1)],
      );
      return rows[0];
    };
    expect(await vector()).toEqual({ value: '10000', exact_until: addDays(TODAY, 11) });
    const now = park.service.clock.now();
    try {
      park.service.clock.advance({ days: 11 });
      const refresh = park.service.app.schedules.find(({ name }) => name === 'credit.inputs-refresh');
      const turn = { signal: new AbortController().signal, stillMine: async () => {} };
      await refresh?.run(park.service.deps.db, { start: new Date(), end: new Date() }, turn);
      expect(await vector()).toMatchObject({ value: '0' });
    } finally {
      park.service.clock.set(now);
    }
  });

  it('count once, however often and in whichever order their events come', async () => {
    const titleId = newId();
    const grant = park.granted({ n: 2, titleId });
    const revocation = park.revoked({ n: 2, titleId }, addDays(TODAY, -30));
    await park.cockpit.settle(revocation);
    expect(await park.countOn(2, 'L3')).toEqual(['0']);
    expect(await park.countOn(2, 'L3', addDays(TODAY, -31))).toEqual(['1']);
    const before = await park.counted(2);
    await park.cockpit.settle(grant);
    await park.cockpit.settle(grant, revocation);
    await park.cockpit.settle(revocation);
    expect(await park.countOn(2, 'L3')).toEqual(['0']);
    expect(await park.countOn(2, 'L3', addDays(TODAY, -31))).toEqual(['1']);
    expect(await park.counted(2)).toBe(before);
    const [value] = await park.valuesOn(2, 'L3');
    expect(value.eventId).toBe(revocation[0]?.eventId);
  });

  it('revoked from their first day on were never there', async () => {
    const titleId = newId();
    await park.cockpit.settle(park.granted({ n: 3, titleId }));
    expect(await park.countOn(3, 'L3')).toEqual(['1']);
    await park.cockpit.settle(park.revoked({ n: 3, titleId }, addYears(TODAY, -1)));
    expect(await park.countOn(3, 'L3')).toEqual([]);
    // What was known before is still told.
    const { body } = await officer()('GET', `/indicator-values?uscc=${firm(3)}&code=L3`);
    const versions = await officer()('GET', `/indicator-values/${body.items[0].id}/versions`);
    expect(versions.body.items.map(({ state }: Value) => state)).toEqual(['VERIFIED', 'WITHDRAWN']);
  });

  it('of another park are none of this one’s', async () => {
    await park.cockpit.settle(park.granted({ n: 4, park: 'elsewhere' }));
    expect(await park.countOn(4, 'L3')).toEqual([]);
  });

  it('that come together are counted together', async () => {
    const before = await park.counted(5);
    await park.cockpit.settle(...Array.from({ length: 30 }, () => park.granted({ n: 5 })));
    expect(await park.countOn(5, 'L3')).toEqual(['30']);
    expect((await park.counted(5)) - before).toBeLessThan(30);
  });

  it('open products, and are named in what is missing', async () => {
    const admin = park.service.as({ roles: 'admin', sub: 'admin' });
    const body = { name: '专精特新贷', eligibility: { titles: ['hnte', 'little-giant'] } };
    expect((await admin('PUT', '/products/zjtx', { body })).body.eligibility).toEqual(body.eligibility);
    const offer = async (n: number) => {
      const { body: offers } = await owner(n)('GET', `/enterprises/${firm(n)}/products`);
      return offers.items.find(({ code }: Value) => code === 'zjtx');
    };
    expect(await offer(1)).toMatchObject({ qualifies: true, unmet: [], reasons: [] });
    expect(await offer(2)).toMatchObject({
      qualifies: false,
      unmet: ['titles'],
      reasons: [{ condition: 'titles', zh: expect.stringContaining('hnte、little-giant') }],
    });
  });
});

describe('a title in force', () => {
  it('is a part of the passport, handed out unless the grade alone is asked for', async () => {
    await enterTax(park.service, 1, { code: 'G3', value: '800', unit: '万元' });
    const passport = (disclose: string) =>
      owner(1)('GET', `/enterprises/${firm(1)}/passport?scheme=local-points&disclose=${disclose}`);
    const { body } = await passport('score');
    expect(body.score.titles.map(({ code }: Value) => code)).toEqual(['chain-leader', 'hnte']);
    const [, name, shown] = JSON.parse(Buffer.from(body.disclosures.titles, 'base64url').toString());
    expect([name, shown]).toEqual(['titles', body.score.titles]);
    const { body: least } = await passport('grade');
    expect([least.score.titles, least.disclosures.titles]).toEqual([undefined, undefined]);
  });

  it('is a tag of the portrait, and one that was revoked is none', async () => {
    const admin = park.service.as({ roles: 'admin', sub: 'admin' });
    const bank = '91350582MA0000015J';
    await admin('PUT', '/banks/kj', { body: { name: '科技支行', kind: 'branch', org: bank } });
    const review = { reviewDocument: '法审〔2026〕1号', reviewedBy: '某律师', reviewedOn: '2026-01-05' };
    expect((await admin('PUT', '/delivery', { body: { mode: 'direct', ...review } })).status).toBe(200);
    const teller = park.service.as({ roles: 'bank', sub: 'teller', org: bank });
    await enterTax(park.service, 2, { code: 'G3', value: '800', unit: '万元' });
    const tags = async (n: number) => {
      const term = { purpose: 'credit-granting', validUntil: addYears(TODAY, 1) };
      const body = { uscc: firm(n), grantee: 'kj', scopes: ['grade'], ...term };
      expect((await owner(n)('POST', '/consents', { body })).status).toBe(201);
      const path = `/enterprises/${firm(n)}/portrait?scheme=local-points&purpose=credit-granting`;
      const portrait = await teller('GET', path);
      expect(decodeJwt(portrait.body.signed)).toMatchObject({ tags: portrait.body.tags });
      return portrait.body.tags;
    };
    expect(await tags(1)).toContainEqual({
      code: 'hnte',
      name: { zh: '高新技术企业', en: 'high and new technology enterprise' },
      level: 'NATIONAL',
      from: addYears(TODAY, -1),
      until: addDays(TODAY, 10),
      document: 'GR202435000123',
    });
    expect(await tags(2)).toEqual([]);
  });
});
