import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { addDays, addYears } from '@qinwu/domain/local-date';
import { eventually } from '@qinwu/testkit/eventually';
import { type MirrorPark, startMirrorPark, TODAY } from './mirror-park.ts';
import { enterFirm, enterTax, firm } from './run-park.ts';

let park: MirrorPark;
const officer = () => park.service.as({ roles: 'officer', sub: 'officer' });

beforeAll(async () => {
  park = await startMirrorPark(9);
});
afterAll(() => park.close());

describe('skill certificates', () => {
  it('of 高级工 and above count while they are valid', async () => {
    await park.talent.settle(
      park.issued({ n: 6, level: 1 }),
      park.issued({ n: 6, level: 3, validUntil: addDays(TODAY, 5) }),
      park.issued({ n: 6, level: 4 }),
      park.issued({ n: 6, valid: false }),
      park.issued({ n: null }),
    );
    expect(await park.countOn(6, 'L2')).toEqual(['2']);
    expect(await park.countOn(6, 'L2', addDays(TODAY, 5))).toEqual(['2']);
    expect(await park.countOn(6, 'L2', addDays(TODAY, 6))).toEqual(['1']);
    const [value] = await park.valuesOn(6, 'L2');
    expect([value.source, value.sourceRef]).toEqual([
      'event',
      expect.stringMatching(/^qinwu\.talent\.certificate-issued\.v1 /),
    ]);
  });

  it('go with their holder to another employer', async () => {
    const certificateId = newId();
    await park.talent.settle(park.issued({ n: 7, certificateId }));
    expect(await park.countOn(7, 'L2')).toEqual(['1']);
    await park.talent.settle(park.issued({ n: 8, certificateId, sequence: 2 }));
    expect([await park.countOn(7, 'L2'), await park.countOn(8, 'L2')]).toEqual([[], ['1']]);
    await park.talent.settle(park.issued({ n: null, certificateId, sequence: 3 }));
    expect([await park.countOn(7, 'L2'), await park.countOn(8, 'L2')]).toEqual([[], []]);
  });

  it('move the score of the enterprise, through the queue', async () => {
    await enterTax(park.service, 9, { code: 'G3', value: '800', unit: '万元' });
    const SCORE = `/enterprises/${firm(9)}/score?scheme=local-points`;
    const total = async () => Number((await officer()('GET', SCORE)).body.total);
    const before = await total();
    await park.talent.settle(park.issued({ n: 9 }));
    expect(await total()).toBeCloseTo(before + 30, 4);
    // Announced to whoever listens, and scored anew by the service itself.
    await eventually(
      async () => {
        const { rows } = await park.service.deps.db.pool.query<{ total: number }>(
          'select total from rescore where uscc = $1 order by known_on desc limit 1',
          [firm(9)],
        );
        expect(rows[0]?.total).toBe(Math.round((before + 30) * 10_000));
      },
      { within: 10_000 },
    );
  });

  it('a person took out of the score stay out while the count is the same', async () => {
    const [value] = await park.valuesOn(9, 'L2');
    await officer()('POST', `/indicator-values/${value.id}/actions/withdraw`, { body: {} });
    expect(await park.countOn(9, 'L2')).toEqual([]);
    await park.talent.settle(park.issued({ n: 9, level: 5 }));
    expect(await park.countOn(9, 'L2')).toEqual([]);
    await park.talent.settle(park.issued({ n: 9, level: 2 }));
    expect(await park.countOn(9, 'L2')).toEqual(['2']);
  });
});

describe('milestones', () => {
  it('count where a project went into production, for three years', async () => {
    const reachedOn = addDays(TODAY, -100);
    await park.investment.settle(
      park.reached(6, 'SIGNED'),
      park.reached(6, 'COMPLETED'),
      park.reached(6, 'IN_PRODUCTION', { reachedOn }),
      park.reached(6, 'IN_PRODUCTION', { reachedOn: addYears(TODAY, -4) }),
    );
    expect(await park.countOn(6, 'L4')).toEqual(['1']);
    expect(await park.countOn(6, 'L4', addDays(addYears(reachedOn, 3), -1))).toEqual(['1']);
    expect(await park.countOn(6, 'L4', addYears(reachedOn, 3))).toEqual(['0']);
  });

  it('that were not so after all count no more', async () => {
    const projectId = newId();
    await park.investment.settle(park.reached(7, 'IN_PRODUCTION', { projectId }));
    expect(await park.countOn(7, 'L4')).toEqual(['1']);
    await park.investment.settle(park.reached(7, 'IN_PRODUCTION', { projectId, valid: false, sequence: 2 }));
    expect(await park.countOn(7, 'L4')).toEqual([]);
  });
});

describe('what was announced of an enterprise before it was entered', () => {
  it('counts from its entry on', async () => {
    const [row] = park.granted({ n: 20 });
    await park.cockpit.settle(row === undefined ? [] : [row]);
    await park.talent.settle(park.issued({ n: 20 }));
    await enterFirm(park.service, 20);
    expect([
      await park.countOn(20, 'L3'),
      await park.countOn(20, 'L2'),
      await park.countOn(20, 'L4'),
    ]).toEqual([['1'], ['1'], []]);
    const [value] = await park.valuesOn(20, 'L3');
    expect(value.eventId).toBe(row?.eventId);
  });

  it('counts once, however its entry and its events race', async () => {
    const firms = Array.from({ length: 12 }, (_, n) => 30 + n);
    await Promise.all(
      firms.flatMap((n) => [
        park.cockpit.commit(park.granted({ n })),
        enterFirm(park.service, n),
        park.talent.commit(park.issued({ n })),
      ]),
    );
    await Promise.all([park.cockpit.settle(), park.talent.settle()]);
    for (const n of firms) {
      expect({ n, counts: [await park.countOn(n, 'L3'), await park.countOn(n, 'L2')] }).toEqual({
        n,
        counts: [['1'], ['1']],
      });
    }
  });
});

describe('an indicator the park has done with', () => {
  it('is counted no more, and keeps what was counted', async () => {
    await park.investment.settle(park.reached(1, 'IN_PRODUCTION'));
    const retired = await park.service.as({ roles: 'admin', sub: 'admin' })(
      'POST',
      '/indicators/L4/actions/retire',
      { body: {} },
    );
    expect(retired.status).toBe(200);
    await park.investment.settle(park.reached(1, 'IN_PRODUCTION'), park.reached(2, 'IN_PRODUCTION'));
    expect([await park.countOn(1, 'L4'), await park.countOn(2, 'L4')]).toEqual([['1'], []]);
  });
});
