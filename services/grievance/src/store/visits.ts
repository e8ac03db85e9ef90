import type { DbOrTx } from '@qinwu/platform/db/database';
import { and, asc, desc, eq, gte, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Reach, State } from '../vocabulary.ts';
import { grievance } from './grievance-table.ts';
import { type VisitRow, visit, visitProblem } from './visit-tables.ts';

/** A problem of a visit as it stands now. */
export interface FoundProblem {
  grievanceId: string;
  number: string;
  title: string;
  state: State;
  fixed: boolean;
  photosBefore: string[];
  photosAfter: string[];
}

/** A visit with what it found. */
export interface FoundVisit {
  row: VisitRow;
  problems: FoundProblem[];
}

/** What a list of visits can be narrowed by. */
export interface VisitFilter {
  enterprise?: string | undefined;
  officer?: string | undefined;
  visitedFrom?: string | undefined;
  visitedTo?: string | undefined;
}

/** An officer sees its own visits and those of its grids, an enterprise those it received. */
function withinReach(reach: Reach): SQL | undefined {
  switch (reach.kind) {
    case 'park':
      return undefined;
    case 'own':
      return or(eq(visit.filedBy, reach.subject), eq(visit.enterpriseUscc, reach.uscc ?? ''));
    case 'served':
      return or(
        eq(visit.filedBy, reach.subject),
        inArray(visit.gridCode, [...reach.grids, '']),
        sql`${visit.officerCode} in (select code from officer
          where park_id = ${visit.parkId} and subject = ${reach.subject})`,
      );
    default:
      return reach satisfies never;
  }
}

async function withProblems(runner: DbOrTx, rows: readonly VisitRow[]): Promise<FoundVisit[]> {
  if (rows.length === 0) return [];
  const problems = await runner
    .select({
      visitId: visitProblem.visitId,
      grievanceId: grievance.id,
      number: grievance.number,
      title: grievance.title,
      state: grievance.state,
      fixed: visitProblem.fixed,
      photosBefore: visitProblem.photosBefore,
      photosAfter: visitProblem.photosAfter,
    })
    .from(visitProblem)
    .innerJoin(grievance, eq(grievance.id, visitProblem.grievanceId))
    .where(
      inArray(
        visitProblem.visitId,
        rows.map(({ id }) => id),
      ),
    )
    .orderBy(asc(visitProblem.place));
  return rows.map((row) => ({ row, problems: problems.filter(({ visitId }) => visitId === row.id) }));
}

/** A visit within reach, or null. */
export async function findOptionalVisit(
  runner: DbOrTx,
  park: string,
  id: string,
  reach: Reach,
): Promise<FoundVisit | null> {
  const rows = await runner
    .select()
    .from(visit)
    .where(and(eq(visit.parkId, park), eq(visit.id, id), withinReach(reach)));
  const [found] = await withProblems(runner, rows);
  return found ?? null;
}

/** Visits within reach, the last first. */
export async function listVisits(
  runner: DbOrTx,
  query: {
    park: string;
    reach: Reach;
    filter: VisitFilter;
    after: { visitedAt: string; id: string } | null;
    limit: number;
  },
): Promise<FoundVisit[]> {
  const { park, reach, filter, after, limit } = query;
  const { enterprise, officer, visitedFrom, visitedTo } = filter;
  const rows = await runner
    .select()
    .from(visit)
    .where(
      and(
        eq(visit.parkId, park),
        withinReach(reach),
        enterprise === undefined ? undefined : eq(visit.enterpriseUscc, enterprise),
        officer === undefined ? undefined : eq(visit.officerCode, officer),
        visitedFrom === undefined ? undefined : gte(visit.visitedOn, visitedFrom),
        visitedTo === undefined ? undefined : lte(visit.visitedOn, visitedTo),
        after === null
          ? undefined
          : sql`(${visit.visitedAt}, ${visit.id}) < (${after.visitedAt}::timestamptz, ${after.id}::uuid)`,
      ),
    )
    .orderBy(desc(visit.visitedAt), desc(visit.id))
    .limit(limit);
  return withProblems(runner, rows);
}
