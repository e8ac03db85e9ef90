import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { ReadinessCheck, WhenFailed } from './probes.ts';
import type { Handler, RouteSpec } from './route.ts';

/** A service's HTTP server, as its routes see it. */
export interface Http {
  app: FastifyInstance;
  service: string;
  title: string;
  version: string;
  description: string | undefined;
  /** What the document says of tags and of scopes no route names, by name. */
  tags: Readonly<Record<string, string>>;
  scopes: Readonly<Record<string, string>>;
  /** All routes registered so far, for the OpenAPI document and for tests of roles. */
  routes: readonly RouteSpec[];
  route<
    P extends z.ZodObject | undefined = undefined,
    Q extends z.ZodObject | undefined = undefined,
    B extends z.ZodType | undefined = undefined,
  >(spec: RouteSpec<P, Q, B>, handler: Handler<P, Q, B>): void;
  /** Adds a check to /readyz; one that only degrades the service leaves it ready and is named there. */
  ready(name: string, check: ReadinessCheck, whenFailed?: WhenFailed): void;
  /** Makes /readyz answer 503 while requests are still served: the first step of stopping. */
  drain(): void;
}
