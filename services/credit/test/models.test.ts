import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localDateOf } from '@qinwu/domain/local-date';
import { nationalModel } from '../src/rules/model/shipped-models.ts';
import { type CreditService, newKey, startCreditService } from './credit-service.ts';
import { startCreditWork } from './credit-work.ts';
import { enterFirm, enterTax, publishModel, type Run, startRun, untilRun } from './run-park.ts';

let service: CreditService;

beforeAll(async () => {
  service = await startCreditService();
});
afterAll(() => service.close());

const author = () => service.as({ roles: 'admin', sub: 'author' });
const reviewer = () => service.as({ roles: 'admin', sub: 'reviewer' });

/** A draft of the national shape under a version of its own. */
async function draft(modelVersion: string, scheme = 'innovation-points') {
  const shipped = await author()('POST', '/models', { body: { from: 'national-18' } });
  const document = shipped.status === 201 ? shipped.body.document : (await national()).document;
  const body = { document: { ...document, scheme, version: modelVersion } };
  const made = await author()('POST', '/models', { body });
  expect(made.status).toBe(201);
  return made.body;
}

async function national() {
  const { body } = await author()('GET', '/models?scheme=innovation-points');
  const found = body.items.find((item: { modelVersion: string }) => item.modelVersion === '2025.1-demo');
  return (await author()('GET', `/models/${found.id}`)).body;
}

const move = (who: ReturnType<typeof author>, id: string, action: string) =>
  who('POST', `/models/${id}/actions/${action}`, { body: {} });

const edit = (
  who: ReturnType<typeof author>,
  { id, version }: { id: string; version: number },
  body: object,
) => who('PUT', `/models/${id}`, { body, headers: { 'if-match': `"${id}-${version}"` } });

/** Scores the park, as it is known now; returns the run. */
async function scored(order: Record<string, unknown>): Promise<Run> {
  const knownOn = new Date().toISOString();
  service.clock.set(knownOn);
  const work = await startCreditWork(service);
  const { id } = await startRun(service, { asOf: localDateOf(new Date()), knownOn, ...order });
  const run = await untilRun(service, id, 'PUBLISHED');
  await work.close();
  return run;
}

/** Publishes a model drafted by `author`. */
async function published(id: string): Promise<void> {
  await move(author(), id, 'submit');
  expect((await move(reviewer(), id, 'publish')).status).toBe(200);
}

describe('a score model', () => {
  it('is drafted by one, submitted, and published by another', async () => {
    const { id, state, official, allowedActions } = await draft('v1');
    expect({ state, official, allowedActions }).toEqual({
      state: 'DRAFT',
      official: false,
      allowedActions: ['submit'],
    });
    expect((await move(author(), id, 'submit')).body.state).toBe('IN_REVIEW');
    const own = await move(author(), id, 'publish');
    expect([own.status, own.body.type]).toEqual([403, 'urn:qinwu:problem:second-person-needed']);
    const published = await move(reviewer(), id, 'publish');
    expect(published.body).toMatchObject({
      state: 'PUBLISHED',
      author: 'author',
      publishedBy: 'reviewer',
      version: 3,
    });
  });

  it('is published by nobody who wrote any of it', async () => {
    const drafted = await draft('v1', 'edited-by-two');
    const { id, document } = drafted;
    const edited = await edit(reviewer(), drafted, { ...document, basis: '复核人的文本' });
    expect(edited.status).toBe(200);
    const submitted = await move(author(), id, 'submit');
    expect(submitted.body.allowedActions).toEqual(['return']);
    for (const writer of [author(), reviewer()]) {
      const own = await move(writer, id, 'publish');
      expect([own.status, own.body.type]).toEqual([403, 'urn:qinwu:problem:second-person-needed']);
      expect((await writer('GET', `/models/${id}`)).body.allowedActions).toEqual(['return']);
    }
    const third = service.as({ roles: 'admin', sub: 'third' });
    expect((await third('GET', `/models/${id}`)).body.allowedActions).toEqual(['return', 'publish']);
    expect((await move(third, id, 'publish')).body).toMatchObject({
      publishedBy: 'third',
      state: 'PUBLISHED',
    });
  });

  it('is edited and published by one person in no order of the two', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, async (_, n) => {
        const drafted = await draft('v1', `raced-${n}`);
        const { id, document } = drafted;
        const [edited, published] = await Promise.all([
          edit(reviewer(), drafted, { ...document, basis: '复核人的文本' }),
          move(author(), id, 'submit').then(() => move(reviewer(), id, 'publish')),
        ]);
        return [edited.status, published.status].join();
      }),
    );
    // Submitted first, the draft is edited no more; edited first, it is published by somebody else.
    for (const outcome of outcomes) expect(['200,403', '200,409', '409,200', '412,200']).toContain(outcome);
  });

  it('is not edited once it is published, and not before it is seen', async () => {
    const { id, document } = await draft('v2', 'edited');
    const blind = await author()('PUT', `/models/${id}`, { body: document });
    expect(blind.status).toBe(428);
    const edited = await author()('PUT', `/models/${id}`, {
      body: { ...document, basis: '另一依据' },
      headers: { 'if-match': `"${id}-1"` },
    });
    expect([edited.status, edited.body.document.basis, edited.body.version]).toEqual([200, '另一依据', 2]);
    const stale = await author()('PUT', `/models/${id}`, {
      body: document,
      headers: { 'if-match': `"${id}-1"` },
    });
    expect(stale.status).toBe(412);
    await move(author(), id, 'submit');
    await move(reviewer(), id, 'publish');
    const late = await author()('PUT', `/models/${id}`, {
      body: document,
      headers: { 'if-match': `"${id}-4"` },
    });
    expect([late.status, late.body.type]).toEqual([409, 'urn:qinwu:problem:model-not-editable']);
  });

  it('is not retired while it is the only one of its scheme in force', async () => {
    const { id } = await draft('v1', 'alone');
    await move(author(), id, 'submit');
    await move(reviewer(), id, 'publish');
    const only = await move(reviewer(), id, 'retire');
    expect([only.status, only.body.type]).toEqual([409, 'urn:qinwu:problem:only-model-in-force']);
    const { id: next } = await draft('v2', 'alone');
    await move(author(), next, 'submit');
    const untried = await move(reviewer(), next, 'publish');
    expect([untried.status, untried.body.type]).toEqual([409, 'urn:qinwu:problem:trial-missing']);
    await enterFirm(service, 1);
    await enterTax(service, 1, { code: 'G3', value: '1000', unit: '万元' });
    expect(await scored({ modelId: next })).toMatchObject({ trial: true, scored: 1 });
    await move(reviewer(), next, 'publish');
    expect((await move(reviewer(), id, 'retire')).body.state).toBe('RETIRED');
    const again = await move(reviewer(), id, 'publish');
    expect([again.status, again.body.allowedActions]).toEqual([409, []]);
  });

  it('is not published on a trial that compared nothing', async () => {
    const refusal = async (id: string) => {
      const { status, body } = await move(reviewer(), id, 'publish');
      return { status, type: body.type.split(':').at(-1), detail: body.detail };
    };
    const missing = (detail: string) => ({
      status: 409,
      type: 'trial-missing',
      detail: expect.stringContaining(detail),
    });
    const { id: champion } = await draft('v1', 'compared');
    await published(champion);
    await enterFirm(service, 2);
    await enterTax(service, 2, { code: 'G3', value: '1000', unit: '万元' });
    const challenger = await draft('v2', 'compared');
    const { id } = challenger;
    await scored({ modelId: id, asOf: '2020-01-01' });
    const edited = await edit(author(), challenger, { ...challenger.document, basis: '改' });
    await move(author(), id, 'submit');
    expect(await refusal(id)).toEqual(missing('改'));
    expect(edited.status).toBe(200);
    expect(await scored({ modelId: id, asOf: '2020-01-01' })).toMatchObject({
      scored: 0,
      comparedWith: null,
    });
    expect(await refusal(id)).toEqual(missing('没有一家'));
    await scored({ modelId: id, division: '39' });
    expect(await refusal(id)).toEqual(missing('没有一家'));
    // Before the model in force has a run there is nothing to compare with; once it has, the trial must have been.
    expect((await scored({ modelId: id })).comparedWith).toBeNull();
    const standing = await scored({ scheme: 'compared' });
    expect(standing).toMatchObject({ current: true });
    expect(await refusal(id)).toEqual(missing('对照'));
    expect((await scored({ modelId: id })).comparedWith).toBe(standing.id);
    expect((await move(reviewer(), id, 'publish')).status).toBe(200);
  });

  it('with faults is refused, each with its place', async () => {
    const { document } = await draft('v3');
    const faulty = structuredClone(document);
    faulty.version = 'v4';
    faulty.groups[0].indicators[0].code = 'X1';
    faulty.groups[1].indicators[0].weight.growth = 7;
    const { status, body } = await author()('POST', '/models', { body: { document: faulty } });
    expect(status).toBe(422);
    expect(
      body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]),
    ).toEqual([
      ['/document/groups/0/indicators/0/code', 'indicator-unknown'],
      ['/document/groups', 'weights-do-not-add-up'],
    ]);
  });

  it.each([
    [{ document: { ...nationalModel, total: '100' } }, 400, [['/document/total', 'type']]],
    [{ document: { ...nationalModel, score: 1 } }, 400, [['/document/score', 'unknown-field']]],
    [{ from: 1 }, 400, [['/from', 'type']]],
    [{ from: 'national-19' }, 422, [['/from', 'model-unknown']]],
    [{}, 422, [['', 'document-or-from']]],
    [{ document: nationalModel, from: 'national-18' }, 422, [['/from', 'document-or-from']]],
  ])('is told the faults of what was given, and no other: %#', async (body, status, faults) => {
    const answer = await author()('POST', '/models', { body });
    expect(answer.status).toBe(status);
    expect(
      answer.body.errors.map(({ pointer, code }: { pointer: string; code: string }) => [pointer, code]),
    ).toEqual(faults);
  });

  it('has one draft of a version, and answers a repeat with the same bytes', async () => {
    const { document } = await draft('v5');
    const again = await author()('POST', '/models', { body: { document } });
    expect([again.status, again.body.type]).toEqual([409, 'urn:qinwu:problem:model-version-taken']);
    const key = newKey();
    const sent = { body: { document: { ...document, version: 'v6' } }, headers: { 'idempotency-key': key } };
    const first = await author()('POST', '/models', sent);
    const repeat = await author()('POST', '/models', sent);
    expect(repeat.body).toEqual(first.body);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
  });

  it.each([
    ['a total as text', { total: '100' }, '/document/total'],
    ['a member nobody knows', { score: 100 }, '/document/score'],
    ['a method nobody knows', { groups: [] }, '/document/groups'],
  ])('with %s is malformed', async (_, change, _pointer) => {
    const { document } = await draft(`m-${newKey().slice(0, 8)}`);
    const { status } = await author()('POST', '/models', { body: { document: { ...document, ...change } } });
    expect(status).toBe(400);
  });

  it('is of its park alone, and kept by administrators', async () => {
    const { id } = await draft('v7');
    const elsewhere = service.as({ roles: 'admin', park: 'elsewhere' });
    expect((await elsewhere('GET', `/models/${id}`)).status).toBe(404);
    expect((await move(elsewhere, id, 'submit')).status).toBe(404);
    for (const roles of ['officer', 'bank', 'enterprise', 'statistician'] as const) {
      expect((await service.as({ roles })('GET', `/models/${id}`)).status).toBe(200);
      expect((await move(service.as({ roles }), id, 'submit')).status).toBe(403);
    }
    expect((await service.as({ roles: 'citizen' })('GET', `/models/${id}`)).status).toBe(403);
  });

  it('is listed in pages, the newest first', async () => {
    const first = await author()('GET', '/models?limit=2');
    expect(first.body.items).toHaveLength(2);
    const second = await author()('GET', `/models?limit=2&cursor=${first.body.next}`);
    const ids = [...first.body.items, ...second.body.items].map(({ id }: { id: string }) => id);
    expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
  });
});

describe('what if', () => {
  const values = { T1: '150', T3: '10', T5: '2', G3: '800' };

  it('scores given values, says why, and what would raise it', async () => {
    const { id } = await draft('w1');
    const { status, body } = await service.as({ roles: 'enterprise' })('POST', `/models/${id}/what-if`, {
      body: { values, negatives: { N2: 1 } },
    });
    expect(status).toBe(200);
    // 2.5 + 5 + 4 + 1.2, less 5 for one document
    expect(body).toMatchObject({ stage: 'startup', total: '7.7', grade: 'B' });
    expect(body.missing).toHaveLength(14);
    const sum = body.contributions.reduce(
      (all: number, { points }: { points: string }) => all + Number(points),
      0,
    );
    expect(sum).toBeCloseTo(7.7, 9);
    expect(body.reasons.above[0]).toEqual({ code: 'T3', difference: '5' });
    expect(body.raise).toMatchObject({
      target: '40',
      singles: [],
      pair: null,
      reachable: false,
      reason: { code: 'more-than-two', zh: expect.stringContaining('两项') },
    });
    const nearer = await service.as({ roles: 'enterprise' })('POST', `/models/${id}/what-if`, {
      body: { values, target: '15' },
    });
    expect(
      nearer.body.raise.singles.map(({ total }: { total: string }) => Number(total) >= 15),
    ).not.toContain(false);
    expect(nearer.body.raise.singles.length).toBeGreaterThan(0);
    expect(nearer.body.raise).toMatchObject({ reachable: true, reason: null, exhaustive: true });
  });

  it('names the smallest change there is on the declared step', async () => {
    const { id } = await draft('w2');
    const { body } = await author()('POST', `/models/${id}/what-if`, {
      body: { values: { G3: '800' }, target: '1.7' },
    });
    const ofT1 = body.raise.singles.find(
      ({ changes }: { changes: { code: string }[] }) => changes[0]?.code === 'T1',
    );
    expect(ofT1).toEqual({
      changes: [{ code: 'T1', from: null, to: '30' }],
      cost: 0.003,
      total: '1.7',
      grade: 'B',
    });
  });

  it('reaches for what a product asks', async () => {
    const { id } = await draft('w3');
    await publishModel(service, 'local-1000');
    const product = (code: string, eligibility: object, more: object = {}) =>
      author()('PUT', `/products/${code}`, { body: { name: '产品', eligibility, ...more } });
    await product('by-total', { atLeast: '15' });
    await product('by-grade', { grades: ['AAA', 'AA'], atLeast: '10' });
    await product('by-neither', { stages: ['startup'] });
    await product('of-another', { atLeast: '15' }, { scheme: 'local-points' });
    await product('gone', { atLeast: '15' }, { active: false });
    const asked = async (body: object) => {
      const answer = await author()('POST', `/models/${id}/what-if`, { body: { values, ...body } });
      const { raise, type, errors } = answer.body;
      return [answer.status, raise?.target ?? errors?.[0].code ?? type];
    };
    expect(await asked({ product: 'by-total' })).toEqual([200, '15']);
    expect(await asked({ product: 'by-grade' })).toEqual([200, '60']);
    expect(await asked({ product: 'by-neither' })).toEqual([422, 'product-asks-no-score']);
    expect(await asked({ product: 'of-another' })).toEqual([422, 'scheme-of-product']);
    expect(await asked({ product: 'gone' })).toEqual([404, 'urn:qinwu:problem:product-missing']);
    expect(await asked({ product: 'nobody' })).toEqual([404, 'urn:qinwu:problem:product-missing']);
    expect(await asked({ product: 'by-total', target: '20' })).toEqual([422, 'target-twice']);
  });

  it.each([
    ['a value that is no decimal', { values: { ...values, T1: '1e3' } }, 400, '/values/T1'],
    ['more than four decimals', { values: { ...values, T1: '1.00001' } }, 400, '/values/T1'],
    ['an indicator the model does not use', { values: { ...values, L1: '1' } }, 422, '/values/L1'],
    ['no value for the stage', { values: { T1: '1' } }, 422, '/values/G3'],
    ['a number in place of text', { values: { T1: 1 } }, 400, '/values/T1'],
    ['a score of its own', { values, score: '100' }, 400, '/score'],
  ])('refuses %s', async (_, sent, status, pointer) => {
    const { id } = await draft(`w-${newKey().slice(0, 8)}`);
    const answer = await service.as({ roles: 'officer' })('POST', `/models/${id}/what-if`, { body: sent });
    expect(answer.status).toBe(status);
    expect(answer.body.errors.map((error: { pointer: string }) => error.pointer)).toContain(pointer);
  });
});
