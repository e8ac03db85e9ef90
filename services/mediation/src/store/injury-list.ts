import type { Database } from '@qinwu/platform/db/database';
import { and, arrayOverlaps, desc, eq, gte, lt, lte, not, or, type SQL, sql } from 'drizzle-orm';
import type { ApplicantKind, InjuryState } from '../injury-vocabulary.ts';
import type { Light } from '../vocabulary.ts';
import { isOfSealedCase } from './injury-find.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

/** What a list can be narrowed by; absent members do not narrow. */
export interface InjuryFilter {
  state?: InjuryState | undefined;
  applicantKind?: ApplicantKind | undefined;
  employer?: string | undefined;
  light?: Light | undefined;
  number?: string | undefined;
  caseId?: string | undefined;
  /** Something came after the transfer and was not passed on yet, or nothing did. */
  waiting?: boolean | undefined;
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}

export interface InjuryPage {
  park: string;
  /** Null: all of the park. */
  reach: { members: readonly string[]; filedBy: string } | null;
  /** Those whose case is sealed are listed as well, not only to who stands in them. */
  withSealed: boolean;
  filter: InjuryFilter;
  after: { receivedAt: Date; id: string } | null;
  limit: number;
}

const table = injuryApplication;

const isWaiting = sql`${table.later} @> '[{"passed": null}]'`;

function conditionsOf(filter: InjuryFilter): (SQL | undefined)[] {
  const { state, applicantKind, employer, light, number, caseId, waiting, receivedFrom, receivedTo } = filter;
  return [
    state === undefined ? undefined : eq(table.state, state),
    applicantKind === undefined ? undefined : eq(table.applicantKind, applicantKind),
    employer === undefined ? undefined : eq(table.employerUscc, employer),
    light === undefined ? undefined : eq(table.light, light),
    number === undefined ? undefined : eq(table.number, number),
    caseId === undefined ? undefined : eq(table.caseId, caseId),
    waiting === undefined ? undefined : waiting ? isWaiting : not(isWaiting),
    receivedFrom === undefined ? undefined : gte(table.receivedOn, receivedFrom),
    receivedTo === undefined ? undefined : lte(table.receivedOn, receivedTo),
  ];
}

/** Applications within reach, the last received first. */
export async function listInjuries(db: Database, page: InjuryPage): Promise<InjuryRow[]> {
  const { park, reach, withSealed, filter, after, limit } = page;
  const open = withSealed ? undefined : not(isOfSealedCase);
  return db.orm
    .select()
    .from(table)
    .where(
      and(
        eq(table.parkId, park),
        reach === null
          ? open
          : or(and(eq(table.filedBy, reach.filedBy), open), arrayOverlaps(table.members, [...reach.members])),
        ...conditionsOf(filter),
        after === null
          ? undefined
          : or(
              lt(table.receivedAt, after.receivedAt),
              and(eq(table.receivedAt, after.receivedAt), lt(table.id, after.id)),
            ),
      ),
    )
    .orderBy(desc(table.receivedAt), desc(table.id))
    .limit(limit);
}
