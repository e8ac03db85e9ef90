import { is, Param, Placeholder, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

/** A statement compiled once: its text, and where each parameter's value comes from. */
export interface CompiledStatement {
  text: string;
  /** The parameter list for one run; throws where a named value is missing. */
  bind(values: Readonly<Record<string, unknown>>): unknown[];
}

type Slot = (values: Readonly<Record<string, unknown>>) => unknown;

const dialect = new PgDialect();

/** Compiles a drizzle statement with `placeholder(name)` parameters, so that running it builds no SQL. */
export function compileStatement(statement: SQL): CompiledStatement {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const slots = params.map(slotOf);
  return { text, bind: (values) => slots.map((slot) => slot(values)) };
}

function slotOf(param: unknown): Slot {
  if (is(param, Placeholder)) {
    const name = param.name;
    return (values) => namedValue(values, name);
  }
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder } = param;
    const { name } = param.value;
    return (values) => {
      const value = namedValue(values, name);
      return value === null ? null : encoder.mapToDriverValue(value);
    };
  }
  return () => param;
}

function namedValue(values: Readonly<Record<string, unknown>>, name: string): unknown {
  const value = values[name];
  if (value === undefined) throw new TypeError(`No value for placeholder "${name}".`);
  return value;
}
