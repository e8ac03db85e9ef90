import { is, Param, Placeholder, type SQL } from 'drizzle-orm';
import { PgDialect } from 'drizzle-orm/pg-core';

/** A statement compiled once: its text, and where each parameter's value comes from. */
export interface CompiledStatement {
  text: string;
  /** Number of parameters. */
  width: number;
  /**
   * The parameter list for one run; throws where a named value is missing. `clock.kind` is the member `kind` of the
   * value `clock`; names that begin with `$` are looked up in `own`, so that nobody copies a row to add to it.
   */
  bind(values: Values, own?: Values): unknown[];
  /** The same, written into a longer list from a place on. */
  bindInto(bound: unknown[], from: number, values: Values, own: Values): void;
}

type Values = Readonly<Record<string, unknown>>;
type Slot = (values: Values, own: Values) => unknown;

const dialect = new PgDialect();

/** Compiles a drizzle statement with `placeholder(name)` parameters, so that running it builds no SQL. */
export function compileStatement(statement: SQL): CompiledStatement {
  const { sql: text, params } = dialect.sqlToQuery(statement);
  const slots = params.map(slotOf);
  const bindInto = (bound: unknown[], from: number, values: Values, own: Values): void => {
    for (let n = 0; n < slots.length; n++) bound[from + n] = slots[n]?.(values, own);
  };
  return {
    text,
    width: slots.length,
    bind(values, own = values) {
      const bound = new Array<unknown>(slots.length);
      bindInto(bound, 0, values, own);
      return bound;
    },
    bindInto,
  };
}

function slotOf(param: unknown): Slot {
  if (is(param, Placeholder)) return namedSlot(param.name);
  if (is(param, Param) && is(param.value, Placeholder)) {
    const { encoder } = param;
    const named = namedSlot(param.value.name);
    return (values, own) => {
      const value = named(values, own);
      return value === null ? null : encoder.mapToDriverValue(value);
    };
  }
  return () => param;
}

function namedSlot(name: string): Slot {
  if (name.startsWith('$')) return (_values, own) => present(own[name], name);
  const [outer = '', inner] = name.split('.', 2);
  if (inner === undefined) return (values) => present(values[name], name);
  return (values) => present((values[outer] as Values | undefined)?.[inner], name);
}

function present(value: unknown, name: string): unknown {
  if (value === undefined) throw new TypeError(`No value for placeholder "${name}".`);
  return value;
}
