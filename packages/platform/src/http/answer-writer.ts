import fastJson from 'fast-json-stringify';
import { etagOf } from './etag.ts';
import { outputSchema } from './json-schema.ts';
import type { Answer, RouteSpec } from './route.ts';

type Serializer = (body: unknown) => string;

export interface AnswerWriter {
  /** The JSON text of an answer by the schema of its status; what the schema does not name is left out. */
  textOf(answer: Answer): string;
}

/** Compiles the serializers of a route: the text sent and the text kept come from the same one. */
export function compileWriter(spec: RouteSpec): AnswerWriter {
  const serializers = new Map<number, Serializer>();
  for (const [status, { schema }] of Object.entries(spec.responses)) {
    if (schema !== null) serializers.set(Number(status), fastJson(outputSchema(schema)));
  }
  return {
    textOf({ status, body, text }) {
      if (text !== undefined) return text;
      if (body === undefined) return '';
      const serialize = serializers.get(status);
      if (serialize === undefined) throw new Error(`${spec.operationId}: no schema for a ${status} body`);
      return serialize(body);
    },
  };
}

/** The headers an answer carries of its own, lower-case. */
export function headersOf(answer: Answer, pathId: string | undefined): Record<string, string> {
  const headers: Record<string, string> = { ...answer.headers };
  if (answer.location !== undefined) headers.location = answer.location;
  if (answer.version !== undefined) headers.etag = etagOf(idOf(answer, pathId), answer.version);
  return headers;
}

function idOf({ id, body }: Answer, pathId: string | undefined): string {
  const bodyId: unknown = Reflect.get(Object(body), 'id');
  const found = id ?? (typeof bodyId === 'string' ? bodyId : pathId);
  if (found === undefined) throw new Error('an answer with a version needs an id');
  return found;
}
