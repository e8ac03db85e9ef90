import { type SQL, sql } from 'drizzle-orm';
import type { Category, Mode, State } from '../vocabulary.ts';
import { type CaseRow, caseClock, disputeCase } from './case-table.ts';

/** What an export can be narrowed by; absent members do not narrow. */
export interface ExportFilter {
  source?: string | undefined;
  state?: State | undefined;
  category?: Category | undefined;
  mode?: Mode | undefined;
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}

const EXPORTED = [
  'id',
  'number',
  'parkId',
  'source',
  'externalRef',
  'state',
  'category',
  'labour',
  'channel',
  'delegation',
  'organisation',
  'mode',
  'gridCode',
  'oral',
  'workers',
  'parties',
  'content',
  'outcome',
  'notAcceptedCode',
  'agreementForm',
  'agreementNumber',
  'archiveNumber',
  'limitationFrom',
  'receivedOn',
  'acceptedAt',
  'agreedAt',
  'concludedOn',
  'effectiveOn',
  'performedOn',
  'breachedOn',
  'curedOn',
  'archivedAt',
  'imported',
] as const satisfies readonly (keyof CaseRow)[];

/** A case as it is exported, its content still sealed; amounts are fen as text. */
export interface ExportedCase extends Pick<CaseRow, (typeof EXPORTED)[number]> {
  /** By which both sides extended the term. */
  extendedDays: number | null;
  amountClaimed: string;
  amountAgreed: string | null;
  /** Null once the key is destroyed. */
  wrapped: string | null;
}

const DAYS: readonly string[] = [
  'limitationFrom',
  'receivedOn',
  'concludedOn',
  'effectiveOn',
  'performedOn',
  'breachedOn',
  'curedOn',
];

const columns: SQL = sql.join(
  EXPORTED.map((name) => {
    const column = disputeCase[name];
    const value = DAYS.includes(name) ? sql`${column}::text` : sql`${column}`;
    return sql`${value} as ${sql.identifier(name)}`;
  }),
  sql`, `,
);

/** The statement of an export: the park's cases that are not sealed, the first received first. */
export function exportCases(park: string, filter: ExportFilter): SQL {
  const { source, state, category, mode, receivedFrom, receivedTo } = filter;
  const conditions: [unknown, SQL][] = [
    [park, sql`${disputeCase.parkId} = ${park}`],
    [true, sql`not ${disputeCase.sealed}`],
    [source, sql`${disputeCase.source} = ${source}`],
    [state, sql`${disputeCase.state} = ${state}`],
    [category, sql`${disputeCase.category} = ${category}`],
    [mode, sql`${disputeCase.mode} = ${mode}`],
    [receivedFrom, sql`${disputeCase.receivedOn} >= ${receivedFrom}::date`],
    [receivedTo, sql`${disputeCase.receivedOn} <= ${receivedTo}::date`],
  ];
  const where = conditions.flatMap(([value, condition]) => (value === undefined ? [] : condition));
  return sql`
    select ${columns}, ${disputeCase.amountClaimed}::text as "amountClaimed",
      ${disputeCase.amountAgreed}::text as "amountAgreed", k.wrapped, case when ${disputeCase.extended} then (
        select sum((e -> 'limit' ->> 'amount')::int)::int
        from ${caseClock} t, jsonb_array_elements(t.deadline -> 'extensions') e
        where t.case_id = ${disputeCase.id} and t.park_id = ${park} and t.kind = 'mediate'
      ) end as "extendedDays"
    from ${disputeCase} left join record_key k on k.record_id = ${disputeCase.id}
    where ${sql.join(where, sql` and `)}
    order by ${disputeCase.receivedOn}, ${disputeCase.id}`;
}
