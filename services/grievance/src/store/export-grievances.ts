import { type SQL, sql } from 'drizzle-orm';
import type { Channel, Light, Origin, State } from '../vocabulary.ts';
import { type GrievanceRow, grievance } from './grievance-table.ts';

/** What an export can be narrowed by; absent members do not narrow. */
export interface ExportFilter {
  source?: string | undefined;
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
}

const EXPORTED = [
  'id',
  'number',
  'parkId',
  'source',
  'state',
  'origin',
  'channel',
  'demandType',
  'urgency',
  'complexity',
  'confidentiality',
  'categoryCode',
  'title',
  'text',
  'occurredAt',
  'placeText',
  'regionCode',
  'placeSystem',
  'placeLon',
  'placeLat',
  'enterpriseUscc',
  'enterpriseName',
  'filedBy',
  'reporterName',
  'reporterPhone',
  'reporterIdType',
  'reporterIdNumber',
  'reporterAddress',
  'reporterAnonymous',
  'reporterCallbackConsent',
  'privacyNotice',
  'hotlineDueAt',
  'unitCode',
  'gridCode',
  'officerCode',
  'measure',
  'resultText',
  'resolution',
  'declineCode',
  'callback',
  'extension',
  'imported',
  'dueAt',
  'light',
  'registeredAt',
  'declinedAt',
  'acceptedAt',
  'dispatchedAt',
  'signedAt',
  'contactedAt',
  'repliedAt',
  'closedAt',
  'writtenOffAt',
  'archivedAt',
] as const satisfies readonly (keyof GrievanceRow)[];

/** A grievance as it is exported, its personal fields still sealed. */
export interface ExportedGrievance extends Pick<GrievanceRow, (typeof EXPORTED)[number]> {
  /** The external number, or the case number where there is none or two sources share it: unique in the park. */
  ref: string;
  categoryName: string | null;
  unitName: string | null;
  officerName: string | null;
  /** Of the answer clock of the current cycle; null while it runs and where none ever ran. */
  onTime: boolean | null;
  /** Null once the key is destroyed. */
  wrapped: string | null;
}

const columns: SQL = sql.join(
  EXPORTED.map((name) => sql`${grievance[name]} as ${sql.identifier(name)}`),
  sql`, `,
);

const nameOf = (table: 'category' | 'unit' | 'officer', code: SQL): SQL => sql`
  (select name from ${sql.identifier(table)} d where d.park_id = ${grievance.parkId} and d.code = ${code})`;

function conditionsOf(park: string, filter: ExportFilter): SQL[] {
  const at = (instant: Date | undefined) => instant?.toISOString();
  const conditions: [unknown, (value: unknown) => SQL][] = [
    [park, (value) => sql`${grievance.parkId} = ${value}`],
    [filter.source, (value) => sql`${grievance.source} = ${value}`],
    [filter.state, (value) => sql`${grievance.state} = ${value}`],
    [filter.origin, (value) => sql`${grievance.origin} = ${value}`],
    [filter.channel, (value) => sql`${grievance.channel} = ${value}`],
    [filter.unit, (value) => sql`${grievance.unitCode} = ${value}`],
    [filter.grid, (value) => sql`${grievance.gridCode} = ${value}`],
    [filter.officer, (value) => sql`${grievance.officerCode} = ${value}`],
    [filter.enterprise, (value) => sql`${grievance.enterpriseUscc} = ${value}`],
    [filter.category, (value) => sql`${grievance.categoryCode} = ${value}`],
    [filter.light, (value) => sql`${grievance.light} = ${value}`],
    [at(filter.registeredFrom), (value) => sql`${grievance.registeredAt} >= ${value}::timestamptz`],
    [at(filter.registeredBefore), (value) => sql`${grievance.registeredAt} < ${value}::timestamptz`],
  ];
  return conditions.flatMap(([value, condition]) => (value === undefined ? [] : condition(value)));
}

/** The statement of an export: the park's grievances, the first registered first. */
export function exportGrievances(park: string, filter: ExportFilter): SQL {
  return sql`
    select ${columns}, k.wrapped,
      case when ${grievance.externalRef} is null or exists (
        select from grievance o where o.park_id = ${grievance.parkId}
          and o.external_ref = ${grievance.externalRef} and o.source <> ${grievance.source})
        then ${grievance.number} else ${grievance.externalRef} end as ref,
      ${nameOf('category', sql`${grievance.categoryCode}`)} as "categoryName",
      ${nameOf('unit', sql`${grievance.unitCode}`)} as "unitName",
      ${nameOf('officer', sql`${grievance.officerCode}`)} as "officerName",
      (select c.on_time from grievance_clock c where c.grievance_id = ${grievance.id}
        and c.cycle = ${grievance.cycle} and c.kind = 'answer'
        order by c.started_at desc limit 1) as "onTime"
    from ${grievance} left join record_key k on k.record_id = ${grievance.id}
    where ${sql.join(conditionsOf(park, filter), sql` and `)}
    order by ${grievance.registeredAt}, ${grievance.id}`;
}
