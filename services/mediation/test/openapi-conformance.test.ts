import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { RouteSpec } from '@qinwu/platform/http/route';
import { type ApiDocument, readApiDocument } from '@qinwu/testkit/api-document';
import { anyOfSchema, isSchema, type JsonSchema, mutationsOf } from '@qinwu/testkit/schema-arbitrary';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import fc from 'fast-check';
import { agreeing } from './agreed-case.ts';
import { INJURY } from './injury-service.ts';
import { type MediationService, type Reply, startMediationService } from './mediation-service.ts';
import { MISSING_ID, pathOf, routeName } from './sample-calls.ts';

/** FUZZ_SEED repeats a run, FUZZ_RUNS makes it longer. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000_000);
const RUNS = Number(process.env.FUZZ_RUNS ?? 400);

const SCOPES = ['mediation:read', 'mediation:write', 'mediation:admin', 'import:history', 'pii:read'];
const PEOPLE: readonly TokenClaims[] = [
  { roles: 'supervisor', sub: 'chief-1', scopes: SCOPES },
  { roles: ['mediator', 'dispatcher'], sub: 'mediator-1', scopes: SCOPES },
  { roles: 'party', sub: 'worker-1', scopes: SCOPES },
  { roles: 'admin', sub: 'admin-1', scopes: SCOPES },
];

let service: MediationService;
let document: ApiDocument;
/** A case in mediation, one with its agreement in effect, an application, and nothing. */
let records: string[];

beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-08-20T02:00:00Z');
  document = await readApiDocument(`${service.url}/mediation/openapi.json`);
  const step = agreeing(service);
  const { body: application } = await step.post(PEOPLE[0] ?? {}, '/injury-applications', INJURY);
  const { of } = await step.effective();
  records = [(await step.mediating()).id, of.id, application.id, MISSING_ID];
});
afterAll(() => service?.close());

interface Sample {
  query: string;
  body?: unknown;
}

/** A read asked with what its parameters allow. */
function queryOf({ parameters }: JsonSchema): fc.Arbitrary<Sample> {
  const known = (Array.isArray(parameters) ? parameters.filter(isSchema) : []).filter(
    (each) => each.in === 'query' && each.name !== 'cursor' && isSchema(each.schema),
  );
  const model = Object.fromEntries(
    known.map(({ name, schema }) => [name, anyOfSchema(isSchema(schema) ? schema : {}, document.at)]),
  );
  return fc.record(model, { requiredKeys: [] }).map((values) => {
    const texts = Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]);
    return { query: `?${new URLSearchParams(texts)}` };
  });
}

/** Its example, a body its schema allows, or one that it forbids. */
function bodyOf(schema: JsonSchema, example: unknown): fc.Arbitrary<Sample> {
  const right = anyOfSchema(schema, document.at);
  const wrong = fc.tuple(right, fc.nat()).map(([body, pick]) => {
    const mutations = mutationsOf(Object(body), schema, document.at);
    return mutations[pick % mutations.length]?.body;
  });
  return fc.oneof(fc.constant(structuredClone(example)), right, wrong).map((body) => ({ query: '', body }));
}

function sampleFor(spec: RouteSpec): fc.Arbitrary<Sample> {
  const operation = document.operationOf(spec);
  if (spec.method === 'GET') return queryOf(operation);
  const schema = document.bodySchemaOf(operation);
  return schema === null ? fc.constant({ query: '', body: {} }) : bodyOf(schema, spec.example ?? {});
}

/** What is wrong with an answer by the document and the route's own schemas. */
function faultsOf(spec: RouteSpec, { status, body }: Pick<Reply, 'status' | 'body'>): string[] {
  const { responses } = document.operationOf(spec);
  const documented = isSchema(responses) ? Object.keys(responses).map(Number) : [];
  const schema = spec.responses[status]?.schema;
  const fits = schema === null || schema === undefined || schema.safeParse(body).success;
  return [
    ...(status >= 500 ? [`${status}`] : []),
    ...(documented.includes(status) ? [] : [`the undocumented ${status}`]),
    ...(fits ? [] : [`a ${status} that does not match its schema`]),
  ];
}

const specsOf = (): RouteSpec[] =>
  service.app.http.routes.filter(({ access, upload }) => access !== 'public' && upload === undefined);

describe('every route, asked by its OpenAPI document', () => {
  it(
    `answers as documented, ${RUNS} requests from seed ${SEED}`,
    async () => {
      const asked = fc
        .constantFrom(...specsOf())
        .chain((spec) => sampleFor(spec).map((sample) => ({ spec, sample })));
      const seen = new Set<string>();
      const request = fc.record({
        asked,
        id: fc.constantFrom(...records),
        who: fc.constantFrom(...PEOPLE),
      });
      await fc.assert(
        fc.asyncProperty(request, async ({ asked: { spec, sample }, id, who }) => {
          const path = (pathOf(spec, id).split('?')[0] ?? '') + sample.query;
          const headers = spec.ifMatch === 'required' ? { headers: { 'if-match': `"${id}-1"` } } : {};
          const body = spec.method === 'GET' ? {} : { body: sample.body };
          const reply = await service.as(who)(spec.method, path, { ...body, ...headers });
          seen.add(routeName(spec));
          expect({ request: routeName(spec), sample, faults: faultsOf(spec, reply) }).toMatchObject({
            faults: [],
          });
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      );
      expect(seen.size).toBeGreaterThan(specsOf().length / 2);
    },
    60_000 + RUNS * 100,
  );

  it('finds an answer that is not documented, and one that does not match its schema', () => {
    const spec = specsOf().find(({ operationId }) => operationId === 'getCase');
    if (spec === undefined) throw new Error('getCase is not registered');
    expect(faultsOf(spec, { status: 418, body: {} })).toEqual(['the undocumented 418']);
    expect(faultsOf(spec, { status: 200, body: { id: 1 } })).toEqual([
      'a 200 that does not match its schema',
    ]);
  });
});
