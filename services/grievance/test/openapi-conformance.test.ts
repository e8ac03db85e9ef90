import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROLES } from '@qinwu/domain/actor';
import type { RouteSpec } from '@qinwu/platform/http/route';
import { type ApiDocument, readApiDocument } from '@qinwu/testkit/api-document';
import { anyOfSchema, isSchema, type JsonSchema, mutationsOf } from '@qinwu/testkit/schema-arbitrary';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import fc from 'fast-check';
import { type GrievanceService, INTAKE, type Sent, startGrievanceService } from './grievance-service.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { MISSING_ID, pathOf, routeName, sampleOf } from './sample-calls.ts';
import { type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

/** FUZZ_SEED repeats a run, FUZZ_RUNS makes it longer. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);

const refusals = recordRefusals();
const everybody: TokenClaims = { roles: ROLES, sub: 'everybody', unit: 'property' };
let service: GrievanceService;
let second: SecondProcess;
let document: ApiDocument;
let grievance: string;

beforeAll(async () => {
  service = await startGrievanceService();
  second = await startSecondProcess(service);
  document = await readApiDocument(`${second.url}/grievance/openapi.json`);
  const { json } = await second.as(everybody)('POST', '/grievances', { body: INTAKE });
  grievance = String(json.id);
});
afterAll(async () => {
  await second.close();
  await service.close();
});

interface Sample {
  what: string;
  isWrong: boolean;
  query: string;
  sent: Sent;
}

/** The query of a read: what its parameters allow, or one that nobody named. */
function queryOf(operation: JsonSchema): fc.Arbitrary<Sample> {
  const parameters = Array.isArray(operation.parameters) ? operation.parameters.filter(isSchema) : [];
  const known = parameters.filter(
    (each) => each.in === 'query' && each.name !== 'cursor' && isSchema(each.schema),
  );
  const model = Object.fromEntries(
    known.map(({ name, schema }) => [name, anyOfSchema(isSchema(schema) ? schema : {}, document.at)]),
  );
  const right = fc.record(model, { requiredKeys: [] }).map((values) => {
    const texts = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
    const query = new URLSearchParams(texts);
    return { what: 'its query', isWrong: false, query: `?${query}`, sent: {} };
  });
  const wrong = fc.constantFrom('?zzUnknown=1', '?limit=0', '?limit=1&limit=1', '?cursor=%00', '?a[b]=1');
  return fc.oneof(
    { weight: 2, arbitrary: right },
    wrong.map((query) => ({ what: query, isWrong: true, query, sent: {} })),
  );
}

function bodyOf(schema: JsonSchema): fc.Arbitrary<Sample> {
  const right = anyOfSchema(schema, document.at);
  const sample = (what: string, isWrong: boolean, body: unknown): Sample => ({
    what,
    isWrong,
    query: '',
    sent: { body },
  });
  const wrong = fc.tuple(right, fc.nat()).map(([body, pick]) => {
    const mutations = mutationsOf(Object(body), schema, document.at);
    const chosen = mutations[pick % mutations.length];
    return sample(chosen?.what ?? '', true, chosen?.body);
  });
  return fc.oneof(
    { weight: 1, arbitrary: right.map((body) => sample('its body', false, body)) },
    { weight: 2, arbitrary: wrong },
  );
}

function sampleFor(spec: RouteSpec): fc.Arbitrary<Sample> {
  const operation = document.operationOf(spec);
  const schema = document.bodySchemaOf(operation);
  if (spec.method === 'GET') return queryOf(operation);
  // An action nobody knows is refused whatever comes with it, and a form is looked at elsewhere.
  const asItIs = { what: 'its sample', isWrong: false, query: '', sent: sampleOf(spec) };
  return schema === null || spec.url.endsWith('/:action') ? fc.constant(asItIs) : bodyOf(schema);
}

/** What is wrong with an answer by the document and the route's own schemas. */
function faultsOfAnswer(spec: RouteSpec, sample: Sample, { status, json }: RawReply): string[] {
  const { responses } = document.operationOf(spec);
  const documented = isSchema(responses) ? Object.keys(responses).map(Number) : [];
  const schema = spec.responses[status]?.schema;
  const fits = schema === null || schema === undefined || schema.safeParse(json).success;
  // What only zod can say (one of two members, dates in order) is not in the document's schema.
  const isBeyond = spec.body !== undefined && !spec.body.safeParse(sample.sent.body).success;
  const isQueryRefused = sample.query !== '' && status === 400;
  return [
    ...(status >= 500 ? [`${status}`] : []),
    ...(documented.includes(status) ? [] : [`the undocumented ${status}`]),
    ...(fits ? [] : [`a ${status} that does not match its schema`]),
    ...(sample.isWrong && (status < 400 || status >= 500) ? [`${status} for what is wrong`] : []),
    ...(!sample.isWrong && status === 400 && !isBeyond && !isQueryRefused && !spec.url.endsWith('/:action')
      ? [`400 for what is right: ${JSON.stringify(json.errors)}`]
      : []),
  ];
}

describe('every route, asked by its OpenAPI document', () => {
  it(
    `answers as documented, ${RUNS} requests from seed ${SEED}`,
    async () => {
      const specs = service.app.http.routes.filter(({ access }) => access !== 'public');
      const routes = new Map(specs.map((spec) => [routeName(spec), spec]));
      const asked = fc
        .constantFrom(...routes.entries())
        .chain(([route, spec]) => sampleFor(spec).map((sample) => ({ route, sample })));
      const seen = new Set<string>();
      await fc.assert(
        fc.asyncProperty(
          asked,
          fc.constantFrom(grievance, grievance, MISSING_ID),
          async ({ route, sample }, id) => {
            const spec = routes.get(route);
            if (spec === undefined) return;
            const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${id}-1"` } } : {};
            const path = pathOf(spec, { id }) + sample.query;
            const reply = await second.as(everybody)(spec.method, path, { ...sample.sent, ...headers });
            seen.add(route);
            const faults = faultsOfAnswer(spec, sample, reply);
            expect({ request: `${route} with ${sample.what}`, faults }).toMatchObject({ faults: [] });
          },
        ),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      expect(seen.size).toBeGreaterThan(routes.size / 2);
    },
    60_000 + RUNS * 100,
  );

  it('finds an answer that is not documented, and one that does not match its schema', () => {
    const spec = service.app.http.routes.find(({ operationId }) => operationId === 'getGrievance');
    if (spec === undefined) throw new Error('getGrievance is not registered');
    const sample = { what: '', isWrong: false, query: '', sent: {} };
    const reply = { headers: new Headers(), text: '' };
    expect(faultsOfAnswer(spec, sample, { ...reply, status: 418, json: {} })).toEqual([
      'the undocumented 418',
    ]);
    expect(faultsOfAnswer(spec, sample, { ...reply, status: 200, json: { id: 1 } })).toEqual([
      'a 200 that does not match its schema',
    ]);
  });

  it('refused with clean problem documents', () => {
    expect(refusals.flatMap(faultsOf)).toEqual([]);
  });
});
