import { placeholder, type SQL, sql } from 'drizzle-orm';
import type { Reach } from '../vocabulary.ts';
import { grievance } from './grievance-table.ts';

const subject = placeholder('subject');

/** The grids named and all below them. */
const servedGrids: SQL = sql`
  with recursive served as (
    select code from grid where park_id = ${placeholder('park')} and code = any(${placeholder('grids')}::text[])
    union
    select g.code from grid g join served s on g.parent_code = s.code where g.park_id = ${placeholder('park')}
  ) select code from served`;

/**
 * What concerns an enterprise: problems found on it and what it brought in at once; what others bring in about it once
 * it is dispatched or answered; never a report 举报 of somebody else's.
 */
const concerns: SQL = sql`(
  ${grievance.enterpriseUscc} = ${placeholder('uscc')}::text
  and (${grievance.origin} = 'patrol' or ${grievance.demandType} <> 'report')
  and (${grievance.origin} in ('patrol', 'enterprise')
    or ${grievance.dispatchedAt} is not null or ${grievance.repliedAt} is not null))`;

/** The condition of each reach 数据范围, with placeholders that `reachValues` fills. */
const conditions: Record<Reach['kind'], SQL> = {
  park: sql`true`,
  own: sql`(${grievance.filedBy} = ${subject} or ${concerns})`,
  served: sql`(
    ${grievance.unitCode} = ${placeholder('unit')}::text
    or ${placeholder('unit')}::text = any(${grievance.coUnits})
    or ${grievance.gridCode} in (${servedGrids})
    or ${grievance.officerCode} in (
      select code from officer where park_id = ${placeholder('park')} and subject = ${subject})
    or ${grievance.filedBy} = ${subject})`,
};

/** Keeps a query within what the caller may see. */
export function withinReach(kind: Reach['kind']): SQL {
  return conditions[kind];
}

/** The values for the placeholders of `withinReach`. */
export function reachValues(reach: Reach): Record<string, unknown> {
  switch (reach.kind) {
    case 'park':
      return {};
    case 'own':
      return { subject: reach.subject, uscc: reach.uscc };
    case 'served':
      return { subject: reach.subject, unit: reach.unit, grids: [...reach.grids] };
  }
}
