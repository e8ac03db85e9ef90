import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type CreditService, startCreditService } from './credit-service.ts';
import { enterFirm, enterTax, firm, publishModel } from './run-park.ts';

const TRIES = 25;

let service: CreditService;
/** Each test is about an enterprise of its own. */
let n = 0;
const owner = () => service.as({ roles: 'enterprise', sub: 'owner', org: firm(n) });
const examiner = (sub = 'examiner') => service.as({ roles: 'officer', sub });

beforeAll(async () => {
  service = await startCreditService();
  service.clock.set(new Date().toISOString());
  await publishModel(service, 'national-18');
});
afterAll(() => service.close());

/** An enterprise with one value, and its objection to it. */
async function contested(): Promise<{ value: string; id: string; number: string }> {
  n += 1;
  await enterFirm(service, n);
  const value = await enterTax(service, n, { code: 'T3', value: '2', unit: '%' });
  const body = { uscc: firm(n), subject: 'indicator-value', subjectId: value, grounds: '少计了' };
  const filed = await owner()('POST', '/objections', { body });
  expect(filed.status).toBe(201);
  return { value, id: filed.body.id, number: filed.body.number };
}

const decide = (who: ReturnType<typeof examiner>, id: string, action: string, more: object = {}) =>
  who('POST', `/objections/${id}/actions/${action}`, { body: { reason: '已核对', ...more } });
const valueOf = async (id: string) => (await examiner()('GET', `/indicator-values/${id}`)).body;

describe('a decision', () => {
  it('is one of two that are made at the same time, with its effect or with none', async () => {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const { id, value } = await contested();
      const replies = await Promise.all([
        decide(examiner('first'), id, 'uphold'),
        decide(examiner('second'), id, 'reject'),
      ]);
      expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const { body } = await examiner()('GET', `/objections/${id}`);
      const { state } = await valueOf(value);
      expect([body.version, body.state, state]).toEqual(
        body.state === 'UPHELD' ? [2, 'UPHELD', 'WITHDRAWN'] : [2, 'REJECTED', 'VERIFIED'],
      );
    }
  }, 60_000);
});
