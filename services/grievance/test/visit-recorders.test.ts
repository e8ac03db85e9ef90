import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';
import { photo } from './photos.ts';

let service: GrievanceService;
const officer = { roles: ['officer', 'verifier'], sub: 'officer-1' } as const;
const other = { roles: ['officer', 'verifier'], sub: 'officer-2' } as const;
const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const verifier = { roles: 'verifier', sub: 'verifier-1' } as const;
type Claims = Parameters<GrievanceService['as']>[0];

beforeAll(async () => {
  service = await startGrievanceService();
  for (const [code, subject] of [
    ['QW1', 'officer-1'],
    ['QW2', 'officer-2'],
    ['QW3', undefined],
  ]) {
    const body = { name: '王建国', kind: 'staff', activeFrom: '2024-01-01', subject };
    await service.as({ roles: 'admin' })('PUT', `/officers/${code}`, { body });
  }
});
afterAll(async () => service.close());

let shade = 0;
function newPhoto(who: Claims): Promise<string> {
  shade += 1;
  return photo(service.as(who), shade);
}

async function visit(who: Claims, officerCode: string, fixed = 0) {
  const problems: object[] = [];
  for (let n = 0; n < fixed; n += 1) {
    const photos = [await newPhoto(who), await newPhoto(who)];
    const fixedOnTheSpot = { result: '已装好门。', photosBefore: [photos[0]], photosAfter: [photos[1]] };
    problems.push({
      title: '配电箱门缺失',
      text: '线路裸露。',
      categoryCode: 'safety.electric',
      fixedOnTheSpot,
    });
  }
  const body = { enterprise: { name: '恒盛鞋业' }, officer: officerCode, problems };
  return service.as(who)('POST', '/visits', { body });
}

const verify = (who: Claims, grievanceIds: string[], more: object = {}) =>
  service.as(who)('POST', '/verifications', {
    body: { grievanceIds, outcome: 'passed', note: '复查合格。', ...more },
  });
const idsOf = (body: { problems: { grievanceId: string }[] }) =>
  body.problems.map((each) => each.grievanceId);

describe('a visit', () => {
  it('is recorded by who made it, or by a dispatcher', async () => {
    expect((await visit(officer, 'QW1')).status).toBe(201);
    for (const code of ['QW2', 'QW3']) {
      const reply = await visit(officer, code);
      expect(reply).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/officer', code: 'officer-not-you' }] },
      });
    }
    expect((await visit({ roles: 'officer', sub: 'unlisted' }, 'QW3')).status).toBe(201);
    expect((await visit(dispatcher, 'QW2')).status).toBe(201);
  });

  it('is verified neither by who entered it nor by who made it', async () => {
    const { body } = await visit(dispatcher, 'QW1', 1);
    expect(await verify(officer, idsOf(body))).toMatchObject({
      status: 403,
      body: { errors: [{ code: 'verifier-is-handler' }] },
    });
    expect(await verify(other, idsOf(body))).toMatchObject({ status: 200 });
  });
});

describe('a sample', () => {
  it('is no smaller than one that failed, nor than five in a hundred', async () => {
    service.clock.set('2025-09-03T01:00:00.000Z');
    await visit(officer, 'QW1', 6);
    const days = { visitedFrom: '2025-09-03', visitedTo: '2025-09-03' };
    const draw = (size: object) =>
      service.as(verifier)('POST', '/verifications/sample', { body: { ...days, ...size, seed: 's' } });
    const first = await draw({ share: 0.5 });
    expect(first.body.sampled).toHaveLength(3);
    const failed = { outcome: 'failed', note: '门又掉了。', sample: first.body.id };
    expect((await verify(verifier, first.body.sampled.slice(0, 1), failed)).status).toBe(200);
    // Five are left of the batch: half of them are three.
    const smaller = await draw({ count: 2 });
    expect(smaller).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/count', code: 'sample-too-small' }] },
    });
    expect(await draw({ share: 0.3 })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/share' }] },
    });
    expect((await draw({ share: 0.5 })).body.sampled).toHaveLength(3);
  });
});
