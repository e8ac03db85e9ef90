import { describe, expect, it } from '@jest/globals';
import { mergeOpenApi } from './merge-openapi.ts';
import type { Json } from './service-document.ts';

const info = { title: 'Qinwu', version: '1' };
const ok = (ref: string): Json => ({
  200: { description: 'ok', content: { 'application/json': { schema: { $ref: ref } } } },
});
const problem = { type: 'object', properties: { title: { type: 'string' } } };

const grievance: Json = {
  openapi: '3.1.0',
  info: { title: '诉求受理' },
  security: [{ bearer: [] }],
  tags: [{ name: 'cases' }],
  paths: {
    '/grievance/v1/cases': { get: { operationId: 'listCases', responses: ok('#/components/schemas/Case') } },
    '/grievance/readyz': {
      get: { operationId: 'ready', security: [], responses: ok('#/components/schemas/Problem') },
    },
  },
  components: {
    schemas: {
      Problem: problem,
      Case: {
        type: 'object',
        properties: { state: { const: 'OPEN' }, next: { $ref: '#/components/schemas/Case' } },
      },
      CaseList: { type: 'array', items: { $ref: '#/components/schemas/Case' } },
      Either: { discriminator: { propertyName: 'k', mapping: { a: '#/components/schemas/Case' } } },
    },
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  },
};
const mediation: Json = {
  openapi: '3.1.0',
  security: [{ bearer: ['x'] }],
  tags: [{ name: 'cases', description: 'second' }, { name: 'sessions' }],
  paths: {
    '/mediation/v1/cases': {
      get: { operationId: 'listCases', responses: ok('#/components/schemas/CaseList') },
    },
  },
  components: {
    schemas: {
      // The same in another order of names.
      Problem: { properties: problem.properties, type: 'object' },
      Case: { type: 'object', properties: { amount: { type: 'string' } } },
      CaseList: { type: 'array', items: { $ref: '#/components/schemas/Case' } },
    },
    securitySchemes: { bearer: { type: 'oauth2' } },
  },
};

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], value);
}

const documents = [
  { service: 'grievance', document: grievance },
  { service: 'mediation', document: mediation },
];
const merged = mergeOpenApi(info, documents);

describe('the merged document', () => {
  it('has every path, and every reference resolves', () => {
    expect(Object.keys(at(merged, 'paths') as Json)).toEqual([
      '/grievance/v1/cases',
      '/grievance/readyz',
      '/mediation/v1/cases',
    ]);
    const refs = [...JSON.stringify(merged).matchAll(/"#\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(refs.length).toBeGreaterThan(5);
    for (const ref of refs) expect(at(merged, ...ref.split('/'))).toBeDefined();
  });

  it('keeps what services define alike once, and what differs once per service', () => {
    expect(Object.keys(at(merged, 'components', 'schemas') as Json).sort()).toEqual([
      'Either',
      'GrievanceCase',
      'GrievanceCaseList',
      'MediationCase',
      'MediationCaseList',
      'Problem',
    ]);
  });

  it('follows a renamed component through those that refer to it', () => {
    expect(at(merged, 'components', 'schemas', 'MediationCaseList', 'items', '$ref')).toBe(
      '#/components/schemas/MediationCase',
    );
    expect(at(merged, 'components', 'schemas', 'Either', 'discriminator', 'mapping', 'a')).toBe(
      '#/components/schemas/GrievanceCase',
    );
  });

  it('gives each operation its own security and an id of its own', () => {
    const [first, ready, second] = Object.values(at(merged, 'paths') as Json).map((item) => at(item, 'get'));
    expect(at(first, 'security')).toEqual([{ GrievanceBearer: [] }]);
    expect(at(ready, 'security')).toEqual([]);
    expect(at(second, 'security')).toEqual([{ MediationBearer: ['x'] }]);
    expect([at(first, 'operationId'), at(ready, 'operationId'), at(second, 'operationId')]).toEqual([
      'grievanceListCases',
      'ready',
      'mediationListCases',
    ]);
  });

  it('unites the scopes that services list under one scheme', () => {
    const scheme = (scopes: Json): Json => ({
      components: {
        securitySchemes: {
          oauth2: { type: 'oauth2', flows: { clientCredentials: { tokenUrl: '/t', scopes } } },
        },
      },
    });
    const united = mergeOpenApi(info, [
      { service: 'grievance', document: scheme({ 'pii:read': 'a' }) },
      { service: 'mediation', document: scheme({ 'cases:read': 'b' }) },
    ]);
    const schemes = at(united, 'components', 'securitySchemes');
    expect(Object.keys(schemes as Json)).toEqual(['oauth2']);
    expect(at(schemes, 'oauth2', 'flows', 'clientCredentials')).toEqual({
      tokenUrl: '/t',
      scopes: { 'pii:read': 'a', 'cases:read': 'b' },
    });
  });

  it('lists each tag once, under the service that uses it first', () => {
    expect(at(merged, 'tags')).toEqual([
      { name: 'cases' },
      { name: 'grievance' },
      { name: 'sessions' },
      { name: 'mediation' },
    ]);
    expect(at(merged, 'x-tagGroups')).toEqual([
      { name: '诉求受理', tags: ['cases', 'grievance'] },
      { name: 'mediation', tags: ['sessions', 'mediation'] },
    ]);
    const [, ready] = Object.values(at(merged, 'paths') as Json).map((item) => at(item, 'get'));
    expect(at(ready, 'tags')).toEqual(['grievance']);
  });

  it('of one service keeps its components, and of none is still a document', () => {
    const alone = mergeOpenApi(info, [{ service: 'grievance', document: grievance }]);
    expect(at(alone, 'components')).toEqual(grievance.components);
    expect(mergeOpenApi(info, [])).toMatchObject({ openapi: '3.1.0', info, paths: {}, components: {} });
  });
});
