import type { Database } from '@qinwu/platform/db/database';
import { gather } from '@qinwu/platform/db/gather';
import { type CompiledStatement, compileStatement } from '@qinwu/platform/db/placeholders';
import { placeholder, type SQL, sql } from 'drizzle-orm';
import type { Channel, Light, Origin, Reach, State } from '../vocabulary.ts';
import { type GrievanceRow, grievance } from './grievance-table.ts';
import { reachValues, withinReach } from './reach.ts';

/** What a list can be narrowed by; absent members do not narrow. */
export interface GrievanceFilter {
  state?: State | undefined;
  origin?: Origin | undefined;
  channel?: Channel | undefined;
  unit?: string | undefined;
  grid?: string | undefined;
  officer?: string | undefined;
  enterprise?: string | undefined;
  category?: string | undefined;
  light?: Light | undefined;
  registeredFrom?: Date | undefined;
  registeredBefore?: Date | undefined;
  q?: string | undefined;
  unrouted?: true | undefined;
}

/** Where a page begins: after the row registered then with this id. */
export interface ListPosition {
  registeredAt: Date;
  id: string;
}

type Condition = keyof GrievanceFilter | 'after';

/** One condition per filter; a list's statement is made of those it uses and compiled once per combination. */
const conditions: Record<Condition, SQL> = {
  state: sql`${grievance.state} = ${placeholder('state')}`,
  origin: sql`${grievance.origin} = ${placeholder('origin')}`,
  channel: sql`${grievance.channel} = ${placeholder('channel')}`,
  unit: sql`${grievance.unitCode} = ${placeholder('unitFilter')}`,
  grid: sql`${grievance.gridCode} = ${placeholder('grid')}`,
  officer: sql`${grievance.officerCode} = ${placeholder('officer')}`,
  enterprise: sql`${grievance.enterpriseUscc} = ${placeholder('enterprise')}`,
  category: sql`${grievance.categoryCode} = ${placeholder('category')}`,
  light: sql`${grievance.light} = ${placeholder('light')}`,
  registeredFrom: sql`${grievance.registeredAt} >= ${placeholder('registeredFrom')}::timestamptz`,
  registeredBefore: sql`${grievance.registeredAt} < ${placeholder('registeredBefore')}::timestamptz`,
  q: sql`(${grievance.number} = ${placeholder('q')} or ${grievance.externalRef} = ${placeholder('q')})`,
  unrouted: sql`${grievance.unroutedReason} is not null`,
  after: sql`(${grievance.registeredAt}, ${grievance.id})
    < (${placeholder('afterAt')}::timestamptz, ${placeholder('afterId')}::uuid)`,
};

const compiled = new Map<string, CompiledStatement & { name: string }>();

/**
 * Pages of 20, 50 and 100, one row more to see whether another follows. A limit that PostgreSQL knows lets it keep one
 * plan; with a parameter it plans every call anew, which costs more than the page.
 */
const USUAL_LIMITS: readonly number[] = [21, 51, 101];

type Shape = Pick<ListQuery, 'limit'> & { used: readonly Condition[]; kind: Reach['kind'] };

function statementFor({ used, kind, limit }: Shape): CompiledStatement & { name: string } {
  const rows = USUAL_LIMITS.includes(limit) ? sql.raw(String(limit)) : sql`${placeholder('limit')}`;
  const shape = `${kind} ${USUAL_LIMITS.includes(limit) ? limit : 'n'} ${used.join(' ')}`;
  let statement = compiled.get(shape);
  if (statement === undefined) {
    const where = [
      sql`${grievance.parkId} = ${placeholder('park')}`,
      ...used.map((name) => conditions[name]),
    ];
    const text = sql`
      select ${listed} from ${grievance} where ${sql.join([...where, withinReach(kind)], sql` and `)}
      order by ${grievance.registeredAt} desc, ${grievance.id} desc limit ${rows}`;
    statement = { name: `list-grievances-${compiled.size}`, ...compileStatement(text) };
    compiled.set(shape, statement);
  }
  return statement;
}

/** What a page needs of each grievance: the texts and personal fields of the rest stay where they are. */
const LISTED = [
  'id',
  'number',
  'version',
  'state',
  'origin',
  'channel',
  'demandType',
  'urgency',
  'categoryCode',
  'title',
  'enterpriseUscc',
  'enterpriseName',
  'unitCode',
  'gridCode',
  'officerCode',
  'unroutedReason',
  'dueAt',
  'light',
  'escalationLevel',
  'externalRef',
  'registeredAt',
  'acceptedAt',
  'closedAt',
] as const satisfies readonly (keyof GrievanceRow)[];

/** A grievance as far as lists show it. */
export type ListedGrievance = Pick<GrievanceRow, (typeof LISTED)[number]>;

const listed: SQL = sql.join(
  LISTED.map((name) => sql`${grievance[name]} as ${sql.identifier(name)}`),
  sql`, `,
);

export interface ListQuery {
  park: string;
  reach: Reach;
  filter: GrievanceFilter;
  after: ListPosition | null;
  limit: number;
}

/** Grievances within reach, the last registered first. */
export async function listGrievances(db: Database, query: ListQuery): Promise<ListedGrievance[]> {
  const { filter, after, limit, park, reach } = query;
  const names = Object.keys(conditions) as Condition[];
  const used = names.filter((name) => (name === 'after' ? after !== null : filter[name] !== undefined));
  const statement = statementFor({ used, kind: reach.kind, limit });
  const { unit, ...rest } = filter;
  const values = statement.bind({
    ...rest,
    unitFilter: unit,
    park,
    limit,
    afterAt: after?.registeredAt,
    afterId: after?.id,
    ...reachValues(reach),
  });
  return readTogether(db, { statement, values }, null);
}

interface PageRead {
  statement: CompiledStatement & { name: string };
  values: unknown[];
}

/** Many look at the same page at once, the first above all: those that wait for a connection share one reading of it. */
const readTogether = gather<PageRead, null, ListedGrievance[]>({
  atOnce: 2,
  keyOf: ({ statement, values }) => `${statement.name} ${JSON.stringify(values)}`,
  sizeOf: (waiting) => waiting,
  async run(db, { statement: { name, text }, values }, readers) {
    const { rows } = await db.pool.query<ListedGrievance>({ name, text, values });
    return readers.map(() => ({ status: 'fulfilled', value: rows }));
  },
});
