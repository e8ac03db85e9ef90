import type { z } from 'zod';
import { SERVICE_NAMES, type ServiceName } from './service-name.ts';

/** One kind of fact that crosses a service border: its name and the shape of what it carries. */
export interface EventDefinition<P extends z.ZodObject = z.ZodObject> {
  readonly type: string;
  readonly producer: ServiceName;
  readonly payload: P;
}

/** What an event of the given definition carries. */
export type EventData<D extends EventDefinition> = z.output<D['payload']>;

const EVENT_TYPE = /^qinwu\.([a-z]+)\.[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.v[1-9][0-9]*$/;

/** Names an event after a fact, `qinwu.<service>.<fact>.v<n>`; any other name is a programming error. */
export function defineEvent<P extends z.ZodObject>(type: string, payload: P): EventDefinition<P> {
  const named = EVENT_TYPE.exec(type)?.[1];
  const producer = SERVICE_NAMES.find((name) => name === named);
  if (producer === undefined) throw new Error(`Not an event type of a known service: ${type}`);
  return { type, producer, payload };
}
