import type { z } from 'zod';
import type { ConfigFault } from './config-fault.ts';
import { productionFaults } from './production-rules.ts';

/** The environment a process was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Says everything that is wrong with the configuration at once; holds names and rules, no values. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];
  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map((fault) => `  ${fault.name}: ${fault.rule}`);
    super(`The configuration has ${faults.length} fault(s):\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/**
 * Reads a configuration from the environment; an empty string counts as not set. Throws one ConfigError that lists
 * every fault, and in production (`NODE_ENV`) also everything that is too weak for it.
 */
export function loadConfig<S extends z.ZodObject>(schema: S, env: Environment): z.output<S> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .filter((name) => (env[name] ?? '') !== '')
      .map((name) => [name, env[name]]),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => faultOf(issue, given)));
  const weak = given.NODE_ENV === 'production' ? productionFaults(schema, parsed.data) : [];
  if (weak.length > 0) throw new ConfigError(weak);
  return parsed.data;
}

function faultOf(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): ConfigFault {
  const name = issue.path.map(String).join('.') || 'configuration';
  const missing = issue.path.length === 1 && !Object.hasOwn(given, name);
  return { name, rule: missing ? 'is required' : issue.message };
}
