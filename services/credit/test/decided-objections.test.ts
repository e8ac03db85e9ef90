import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { type CreditService, type Reply, startCreditService } from './credit-service.ts';
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
async function contested(
  subject = 'indicator-value',
): Promise<{ value: string; id: string; number: string }> {
  n += 1;
  await enterFirm(service, n);
  await enterTax(service, n, { code: 'G3', value: '800', unit: '万元' });
  const value = await enterTax(service, n, { code: 'T3', value: '2', unit: '%' });
  const subjectId = subject === 'score' ? null : value;
  const { id, number } = (await object({ subject, subjectId })).body;
  return { value, id, number };
}

const object = (more: object) =>
  owner()('POST', '/objections', { body: { uscc: firm(n), grounds: '少计了', ...more } });
const scored = async () => Number((await examiner()('GET', `/enterprises/${firm(n)}/score`)).body.total);

const decide = (who: ReturnType<typeof examiner>, id: string, action: string, more: object = {}) =>
  who('POST', `/objections/${id}/actions/${action}`, { body: { reason: '已核对', ...more } });
const ledgerOf = async (caseId: string) => {
  const { rows } = await service.deps.db.pool.query<{ body: string }>(
    'select body from ledger where case_id = $1 order by seq',
    [caseId],
  );
  return rows.map(({ body }) => JSON.parse(body));
};
const fault = ({ status, body }: Reply) => [status, body.errors?.[0]?.pointer, body.errors?.[0]?.code];
const valueNow = async (id: string) => (await examiner()('GET', `/indicator-values/${id}`)).body;

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
      const { state } = await valueNow(value);
      expect([body.version, body.state, state]).toEqual(
        body.state === 'UPHELD' ? [2, 'UPHELD', 'WITHDRAWN'] : [2, 'REJECTED', 'VERIFIED'],
      );
    }
  }, 60_000);

  it('with a corrected value makes it the next version, verified, and the points follow', async () => {
    const { id, value, number } = await contested();
    const before = await scored();
    const corrections = [{ valueId: value, value: '4' }];
    const { status, body } = await decide(examiner(), id, 'uphold', { corrections });
    expect([status, body.state, body.allowedActions]).toEqual([200, 'UPHELD', []]);
    expect(await valueNow(value)).toMatchObject({
      state: 'VERIFIED',
      version: 2,
      value: '4',
      unit: '%',
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      verifiedBy: 'examiner',
      note: `异议成立 ${number}`,
    });
    expect(await scored()).toBeGreaterThan(before);
    const [, moved] = await ledgerOf(value);
    expect(moved).toMatchObject({ action: 'put-right', change: { objection: number, value: 40_000 } });
    const [, upheld] = await ledgerOf(id);
    expect(upheld).toMatchObject({
      action: 'uphold',
      change: { state: 'UPHELD', corrections: [{ valueId: value, value: 40_000 }] },
    });
  });

  it('keeps the files that prove a correction with it, the decider’s own', async () => {
    const { id, value } = await contested();
    const form = new FormData();
    form.set('file', new Blob(['%PDF-1.4\n%%EOF\n'], { type: 'application/pdf' }), '完税证明.pdf');
    const { body: file } = await examiner()('POST', '/files', { form });
    const corrections = [{ valueId: value, value: '4', evidence: [file.id] }];
    const foreign = await decide(examiner('second'), id, 'uphold', { corrections });
    expect(fault(foreign)).toEqual([422, '/corrections/0/evidence', 'file-unusable']);
    expect((await decide(examiner(), id, 'uphold', { corrections })).status).toBe(200);
    expect((await valueNow(value)).evidence).toEqual([file.id]);
    expect((await ledgerOf(value))[1].change.evidence).toEqual([{ id: file.id, sha256: file.sha256 }]);
    expect((await owner()('GET', `/files/${file.id}`)).status).toBe(200);
  });

  it('brings a declaration that was refused back with its corrected value', async () => {
    n += 1;
    await enterFirm(service, n);
    const figure = {
      uscc: firm(n),
      code: 'T1',
      value: '150',
      unit: '万元',
      periodFrom: '2024-01-01',
      periodTo: '2024-12-31',
      validFrom: '2025-01-01',
      source: 'declaration',
    };
    const { body: declared } = await owner()('POST', '/indicator-values', { body: figure });
    await examiner('first')('POST', `/indicator-values/${declared.id}/actions/reject`, { body: {} });
    const { body } = await object({ subject: 'indicator-value', subjectId: declared.id });
    const corrections = [{ valueId: declared.id, value: '300' }];
    expect((await decide(examiner(), body.id, 'uphold', { corrections })).status).toBe(200);
    expect(await valueNow(declared.id)).toMatchObject({ state: 'VERIFIED', value: '300' });
  });

  it('puts right no other value than the contested one, and none to a figure it cannot have', async () => {
    const { id, value } = await contested();
    const other = await enterTax(service, n, { code: 'T1', value: '100', unit: '万元' });
    const uphold = async (...corrections: object[]) =>
      fault(await decide(examiner(), id, 'uphold', { corrections }));
    expect(await uphold({ valueId: other })).toEqual([422, '/corrections/0/valueId', 'correction-unfit']);
    const right = { valueId: value, value: '4' };
    expect(await uphold(right, right)).toEqual([422, '/corrections/1/valueId', 'value-repeated']);
    expect(await uphold({ ...right, value: '-4' })).toEqual([422, '/corrections/0/value', 'negative']);
    expect(await uphold({ ...right, value: '9'.repeat(18) })).toEqual([
      422,
      '/corrections/0/value',
      'decimal-malformed',
    ]);
    expect((await decide(examiner(), id, 'reject', { corrections: [] })).status).toBe(400);
    expect((await examiner()('GET', `/objections/${id}`)).body).toMatchObject({ state: 'FILED', version: 1 });
    expect(await valueNow(value)).toMatchObject({ state: 'VERIFIED', version: 1 });
  });

  it('on the score itself names what is put right, all of it in the same commit', async () => {
    const { id, value } = await contested('score');
    const other = await enterTax(service, n, { code: 'T1', value: '100', unit: '万元' });
    const uphold = (...corrections: object[]) => decide(examiner(), id, 'uphold', { corrections });
    expect(fault(await uphold())).toEqual([422, '/corrections', 'corrections-needed']);
    expect(fault(await uphold({ valueId: id }))).toEqual([422, '/corrections/0/valueId', 'value-missing']);
    const foreign = await enterTax(service, n - 1, {
      code: 'T2',
      value: '10',
      unit: '%',
      validFrom: '2020-01-01',
    });
    const unfit = await uphold({ valueId: value, value: '4' }, { valueId: foreign });
    expect(fault(unfit)).toEqual([422, '/corrections/1/valueId', 'value-missing']);
    expect(await valueNow(value)).toMatchObject({ version: 1, value: '2' });
    const { status } = await uphold({ valueId: value, value: '4' }, { valueId: other });
    expect([status, (await valueNow(value)).value, (await valueNow(other)).state]).toEqual([
      200,
      '4',
      'WITHDRAWN',
    ]);
    const again = (await object({ subject: 'score', subjectId: null })).body.id;
    const idle = await decide(examiner('second'), again, 'uphold', { corrections: [{ valueId: other }] });
    expect(fault(idle)).toEqual([422, '/corrections/0/valueId', 'value-not-counted']);
  });
});

it.each([
  ['uphold', 'UPHELD'],
  ['reject', 'REJECTED'],
  ['withdraw', 'WITHDRAWN'],
])('after %s the grievance service is told, in the commit of the decision', async (action, outcome) => {
  const { id, number } = await contested();
  const who = action === 'withdraw' ? owner() : examiner();
  expect((await decide(who, id, action)).status).toBe(200);
  const { rows } = await service.deps.db.pool.query<{ listener: string; envelope: string }>(
    `select listener, envelope from outbox where type = 'qinwu.credit.objection-decided.v1' and envelope::json ->> 'subject' = $1`,
    [id],
  );
  const told = rows.map(({ listener, envelope }) => ({ listener, ...JSON.parse(envelope) }));
  expect(told).toEqual([
    expect.objectContaining({
      listener: 'grievance',
      sequence: 2,
      data: { objectionId: id, number, outcome, decidedOn: localDateOf(service.deps.clock.now()) },
    }),
  ]);
});

describe('nobody decides on their own work', () => {
  const SECOND_PERSON = 'urn:qinwu:problem:second-person-needed';
  const actionsOf = async (who: ReturnType<typeof examiner>, id: string) => {
    const { body: page } = await who('GET', `/enterprises/${firm(n)}/objections`);
    const { body } = await who('GET', `/objections/${id}`);
    const listed = page.items.find((item: { id: string }) => item.id === id);
    expect(listed.allowedActions).toEqual(body.allowedActions);
    return body.allowedActions;
  };

  it('neither who entered the contested value, in whichever version, nor who belongs to the enterprise', async () => {
    const { id, value } = await contested();
    const corrected = { value: '3', note: null };
    await examiner('corrector')('POST', `/indicator-values/${value}/actions/correct`, { body: corrected });
    const colleague = service.as({ roles: 'officer', sub: 'colleague', org: firm(n) });
    for (const who of [examiner('officer'), examiner('corrector'), colleague]) {
      expect(await actionsOf(who, id)).toEqual(['withdraw']);
      for (const action of ['uphold', 'reject']) {
        const { status, body } = await decide(who, id, action);
        expect([status, body.type]).toEqual([403, SECOND_PERSON]);
      }
    }
    expect(await actionsOf(examiner(), id)).toEqual(['uphold', 'reject', 'withdraw']);
    expect((await decide(examiner(), id, 'reject')).status).toBe(200);
  });

  it('nor who entered a value that is put right by an objection to the score', async () => {
    const { id, value } = await contested('score');
    const corrections = [{ valueId: value, value: '4' }];
    const { status, body } = await decide(examiner('officer'), id, 'uphold', { corrections });
    expect([status, body.type, (await valueNow(value)).version]).toEqual([403, SECOND_PERSON, 1]);
  });

  it('nor who entered the contested document', async () => {
    n += 1;
    await enterFirm(service, n);
    const document = {
      uscc: firm(n),
      code: 'N2',
      kind: 'administrative-decision',
      number: '泉环罚〔2025〕12号',
      issuer: '泉州市生态环境局',
      effectiveFrom: '2025-03-01',
    };
    const entered = await examiner('clerk')('POST', '/adverse-documents', { body: document });
    const { body } = await object({ subject: 'adverse-document', subjectId: entered.body.id });
    expect((await decide(examiner('clerk'), body.id, 'uphold')).body.type).toBe(SECOND_PERSON);
    const corrections = [{ valueId: entered.body.id }];
    const unfit = await decide(examiner(), body.id, 'uphold', { corrections });
    expect(fault(unfit)).toEqual([422, '/corrections/0/valueId', 'correction-unfit']);
    expect((await decide(examiner(), body.id, 'uphold')).status).toBe(200);
    const { body: page } = await examiner()('GET', `/enterprises/${firm(n)}/adverse-documents`);
    expect(page.items[0]).toMatchObject({ state: 'WITHDRAWN', reason: `异议成立 ${body.number}` });
  });
});
