import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, firm } from './run-park.ts';

const ACTIONS = ['verify', 'reject', 'correct', 'redeclare', 'withdraw'] as const;
const PEOPLE = {
  officer: { roles: 'officer', sub: 'examiner' },
  'officer of the same firm': { roles: 'officer', sub: 'colleague', org: firm(1) },
  batch: { roles: 'client', sub: 'batch' },
  statistician: { roles: 'statistician', sub: 'statistician' },
  enterprise: { roles: 'enterprise', sub: 'owner', org: firm(1) },
} as const;

let service: CreditService;
/** Each test states another year, so that none takes the days of another. */
let year = 1949;

beforeAll(async () => {
  service = await startCreditService();
  await enterFirm(service, 1);
});
afterAll(() => service.close());

async function enter(source: string) {
  year += 1;
  const [periodFrom, periodTo] = [`${year}-01-01`, `${year}-12-31`];
  const days = { periodFrom, periodTo, validFrom: periodFrom, validUntil: periodTo };
  const who = service.as(source === 'declaration' ? PEOPLE.enterprise : { roles: 'officer', sub: 'keeper' });
  const body = { uscc: firm(1), code: 'T1', value: '300', unit: '万元', source, ...days };
  const answer = await who('POST', '/indicator-values', { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

describe.each(Object.entries(PEOPLE))('what a value offers to: %s', (_, claims) => {
  it.each(['declaration', 'tax'])('is what they may do, with one of source %s', async (source) => {
    const who = service.as(claims);
    const offered: string[][] = [];
    const done: string[] = [];
    for (const action of ACTIONS) {
      const { id } = await enter(source);
      const { allowedActions } = (await who('GET', `/indicator-values/${id}`)).body;
      const listed = await who('GET', `/indicator-values?uscc=${firm(1)}&limit=1`);
      expect(listed.body.items[0]).toMatchObject({ id, allowedActions });
      offered.push(allowedActions);
      const body = action === 'correct' || action === 'redeclare' ? { value: '7' } : {};
      const { status } = await who('POST', `/indicator-values/${id}/actions/${action}`, { body });
      if (status === 200) done.push(action);
    }
    expect(offered).toEqual(ACTIONS.map(() => done));
  });
});

it('the answer of a change says it to who made it', async () => {
  const declared = await enter('declaration');
  expect(declared.allowedActions).toEqual(['redeclare', 'withdraw']);
  const examiner = service.as(PEOPLE.officer);
  const { body } = await examiner('POST', `/indicator-values/${declared.id}/actions/verify`, { body: {} });
  expect(body.allowedActions).toEqual(['withdraw']);
});
