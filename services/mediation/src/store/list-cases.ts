import type { Database } from '@qinwu/platform/db/database';
import { and, arrayOverlaps, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Category, Light, Mode, State } from '../vocabulary.ts';
import { type CaseRow, disputeCase } from './case-table.ts';

/** What a list can be narrowed by; absent members do not narrow. */
export interface CaseFilter {
  state?: State | undefined;
  category?: Category | undefined;
  labour?: boolean | undefined;
  mode?: Mode | undefined;
  light?: Light | undefined;
  enterprise?: string | undefined;
  mediator?: string | undefined;
  number?: string | undefined;
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}

/**
 * Whose cases: every one of the park, or those in which one of these members stands or that the subject filed. Sealed
 * ones are found by supervisors (`sealed`) and by those who stand in them.
 */
export interface CaseReach {
  whole: boolean;
  sealed: boolean;
  members: readonly string[];
  filedBy: string;
}

export interface CasePage {
  park: string;
  reach: CaseReach;
  filter: CaseFilter;
  after: { registeredAt: Date; id: string } | null;
  limit: number;
}

function conditionsOf(filter: CaseFilter): (SQL | undefined)[] {
  const { state, category, labour, mode, light, enterprise, mediator, number, receivedFrom, receivedTo } =
    filter;
  return [
    state === undefined ? undefined : eq(disputeCase.state, state),
    category === undefined ? undefined : eq(disputeCase.category, category),
    labour === undefined ? undefined : eq(disputeCase.labour, labour),
    mode === undefined ? undefined : eq(disputeCase.mode, mode),
    light === undefined ? undefined : eq(disputeCase.light, light),
    enterprise === undefined ? undefined : arrayOverlaps(disputeCase.members, [`e:${enterprise}`]),
    mediator === undefined ? undefined : sql`${mediator}::uuid = any(${disputeCase.mediators})`,
    number === undefined
      ? undefined
      : or(eq(disputeCase.number, number), eq(disputeCase.externalRef, number)),
    receivedFrom === undefined ? undefined : gte(disputeCase.receivedOn, receivedFrom),
    receivedTo === undefined ? undefined : sql`${disputeCase.receivedOn} <= ${receivedTo}`,
  ];
}

function reachOf({ whole, sealed, members, filedBy }: CaseReach): SQL | undefined {
  if (whole && sealed) return undefined;
  const open = eq(disputeCase.sealed, false);
  const own = whole ? open : and(open, eq(disputeCase.filedBy, filedBy));
  return members.length === 0 ? own : or(own, arrayOverlaps(disputeCase.members, [...members]));
}

/** Cases within reach, the last registered first. */
export async function listCases(db: Database, page: CasePage): Promise<CaseRow[]> {
  const { park, reach, filter, after, limit } = page;
  return db.orm
    .select()
    .from(disputeCase)
    .where(
      and(
        eq(disputeCase.parkId, park),
        reachOf(reach),
        ...conditionsOf(filter),
        after === null
          ? undefined
          : or(
              lt(disputeCase.registeredAt, after.registeredAt),
              and(eq(disputeCase.registeredAt, after.registeredAt), lt(disputeCase.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(disputeCase.registeredAt), desc(disputeCase.id))
    .limit(limit);
}
