import type { Database } from '@qinwu/platform/db/database';
import { type CompiledStatement, compileStatement } from '@qinwu/platform/db/placeholders';
import { placeholder, sql } from 'drizzle-orm';
import { REACH_KINDS, type Reach } from '../vocabulary.ts';
import { type GrievanceRow, grievance } from './grievance-table.ts';
import { reachValues, withinReach } from './reach.ts';

function statementFor(kind: Reach['kind']): CompiledStatement {
  return compileStatement(sql`
    select id, number from ${grievance}
    where ${grievance.parkId} = ${placeholder('park')} and ${grievance.source} = ${placeholder('source')}
      and ${grievance.externalRef} = ${placeholder('ref')} and ${withinReach(kind)}`);
}

const byReach = new Map(REACH_KINDS.map((kind) => [kind, statementFor(kind)]));

/** The grievance that holds this external number of its source already; null where it is out of reach. */
export async function findOptionalTaken(
  { pool }: Database,
  { parkId: park, source, externalRef: ref }: Pick<GrievanceRow, 'parkId' | 'source' | 'externalRef'>,
  reach: Reach,
): Promise<{ id: string; number: string } | null> {
  const statement = byReach.get(reach.kind);
  if (statement === undefined) throw new Error(`no statement for reach ${reach.kind}`);
  const values = statement.bind({ park, source, ref, ...reachValues(reach) });
  const { rows } = await pool.query<{ id: string; number: string }>({ text: statement.text, values });
  return rows[0] ?? null;
}
