import type { SQL } from 'drizzle-orm';
import { sql } from 'drizzle-orm';
import { type CompiledStatement, compileStatement } from './placeholders.ts';

/** The statement of one kind of change with the optional parts one variant has, for one change or for several. */
export interface CommitVariant {
  /** Name of the variant, and of its prepared statement for one change. */
  readonly name: string;
  /** The guard may find its row there: two of these for one row cannot stand in one statement. */
  readonly isUpsert: boolean;
  /** The parameters of one change; those of several stand one behind the other. */
  bind: CompiledStatement['bind'];
  /** The prepared statement that writes so many changes and answers with the places of those it wrote, from 0. */
  statementFor(changes: number): { name: string; text: string };
}

/** Rows a change adds to a table beside its own: `into` is the table with its columns. */
export interface AddedRows {
  readonly into: SQL;
  /** The values of one row each, with their types, in the order of the columns. */
  readonly rows: readonly SQL[];
}

/** A part of a commit under the name of its common table expression. */
export type NamedPart = readonly [name: string, part: SQL | AddedRows];

interface Piece {
  readonly name: string;
  readonly compiled: CompiledStatement;
  /** Parameters of the pieces before it. */
  readonly before: number;
  /** Of rows that are added where the guard wrote its own: the text before them, and what selects them. */
  readonly added: AddedText | null;
  /** Where the piece inserts rows and does nothing else: the text before them, each of them, the text behind. */
  readonly insert: InsertText | null;
}

interface AddedText {
  readonly head: string;
  readonly selects: string;
}

interface InsertText {
  readonly head: string;
  readonly row: string;
  readonly tail: string;
}

/** Compiles the parts of a variant, the guard first. */
export function compileVariant(name: string, parts: readonly NamedPart[]): CommitVariant {
  const pieces: Piece[] = [];
  let width = 0;
  for (const [part, content] of parts) {
    const piece = {
      name: part,
      before: width,
      ...(isRows(content) ? ofRows(content) : ofStatement(content)),
    };
    pieces.push(piece);
    width += piece.compiled.width;
  }
  const textFor = pieces.every(({ insert }) => insert !== null) ? textOfRows : textOfCopies;
  const statements = new Map<number, { name: string; text: string }>();
  return {
    name,
    isUpsert: / on conflict /i.test(pieces[0]?.compiled.text ?? ''),
    bind(values, own = values) {
      const bound = new Array<unknown>(width);
      for (const { compiled, before } of pieces) compiled.bindInto(bound, before, values, own);
      return bound;
    },
    statementFor(changes) {
      let found = statements.get(changes);
      if (found === undefined) {
        const text = (changes === 1 ? textOfCopies : textFor)(pieces, width, changes);
        found = { name: changes === 1 ? name : `${name}:${changes}`, text };
        statements.set(changes, found);
      }
      return found;
    },
  };
}

function isRows(part: SQL | AddedRows): part is AddedRows {
  return 'into' in part;
}

function ofRows({ into, rows }: AddedRows): Pick<Piece, 'compiled' | 'added' | 'insert'> {
  const row = rows.map((values) => sql`(${values})`);
  const selects = sql.join(
    rows.map((values) => sql`select ${values} from "guard"`),
    sql` union all `,
  );
  const head = `insert into ${compileStatement(into).text} `;
  return {
    compiled: compileStatement(sql`insert into ${into} ${selects}`),
    added: { head, selects: compileStatement(selects).text },
    insert: {
      head: `${head}values `,
      row: compileStatement(sql.join(row, sql`, `)).text,
      tail: '',
    },
  };
}

/** A plain insert of one row, as drizzle writes it; one with `on conflict` may write nothing, and is none. */
const INSERT = /^(insert into [^;]+? values )(\(.+\))( returning "[a-z_]+")$/;

function ofStatement(statement: SQL): Pick<Piece, 'compiled' | 'added' | 'insert'> {
  const compiled = compileStatement(statement);
  const [, head, row, tail] = INSERT.exec(compiled.text) ?? [];
  const isInsert = head !== undefined && row !== undefined && tail !== undefined;
  const insert = isInsert && !row.includes('on conflict') ? { head, row, tail } : null;
  return { compiled, added: null, insert };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

/**
 * Every change has its guard and its statements to itself: a guard that writes nothing takes its own parts along and no
 * others. The rows they add to one table are one insert, which opens the table and its indexes once for all.
 */
function textOfCopies(pieces: readonly Piece[], width: number, changes: number): string {
  const places = upTo(changes);
  const copy = (text: string, { before }: Piece, place: number) =>
    shifted(text, place * width + before).replaceAll('"guard"', `"guard${place}"`);
  const ctes = pieces.flatMap((piece) => {
    const { name, added, compiled } = piece;
    if (added === null) {
      return places.map((place) => `"${name}${place}" as (${copy(compiled.text, piece, place)})`);
    }
    const selects = places.map((place) => copy(added.selects, piece, place));
    return `"${name}" as (${added.head}${selects.join(' union all ')})`;
  });
  const written = places.map((place) => `select ${place} from "guard${place}"`);
  return `with ${ctes.join(', ')} ${written.join(' union all ')}`;
}

/**
 * New records add rows alone, all of them or, where one is refused, none: one insert a table takes the rows of all
 * changes, which spares the server opening the table and its indexes for each.
 */
function textOfRows(pieces: readonly Piece[], width: number, changes: number): string {
  const ctes = pieces.map(({ name, insert, before }) => {
    const rows = upTo(changes).map((place) => shifted(insert?.row ?? '', place * width + before));
    return `"${name}" as (${insert?.head}${rows.join(', ')}${insert?.tail})`;
  });
  return `with ${ctes.join(', ')} select * from generate_series(0, ${changes - 1})`;
}

function shifted(text: string, by: number): string {
  return by === 0 ? text : text.replace(/\$(\d+)/g, (_, number: string) => `$${Number(number) + by}`);
}
