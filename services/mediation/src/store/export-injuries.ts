import type { Deadline } from '@qinwu/domain/deadline';
import { type SQL, sql } from 'drizzle-orm';
import type { InjuryState } from '../injury-vocabulary.ts';
import { isOfSealedCase } from './injury-find.ts';
import { type InjuryRow, injuryApplication } from './injury-table.ts';

/** What an export can be narrowed by; absent members do not narrow. */
export interface InjuryExportFilter {
  state?: InjuryState | undefined;
  employer?: string | undefined;
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}

/** An application as it is exported, its content still sealed. */
export interface ExportedInjury
  extends Pick<
    InjuryRow,
    | 'id'
    | 'number'
    | 'state'
    | 'applicantKind'
    | 'cause'
    | 'legalHead'
    | 'employerUscc'
    | 'content'
    | 'transfer'
    | 'notTransferredReason'
    | 'conclusion'
    | 'receivedOn'
    | 'completeOn'
    | 'transferredOn'
    | 'concludedOn'
    | 'delegated'
    | 'sensitiveConsent'
    | 'baseOn'
    | 'acceptedOn'
    | 'withdrawnOn'
    | 'extensions'
    | 'excluded'
  > {
  /** What the authority still has to decide by. */
  deciding: Deadline | null;
  /** Its number in the source it was imported from, else its own. */
  externalRef: string;
  /** The same of the one that goes on in its place. */
  duplicateOf: string | null;
  /** Null once the key is destroyed. */
  wrapped: string | null;
}

const a = injuryApplication;

/** The statement of an export: the park's applications but those of sealed cases, the first received first, duplicates after what they name. */
export function exportInjuries(park: string, filter: InjuryExportFilter): SQL {
  const { state, employer, receivedFrom, receivedTo } = filter;
  const conditions: [unknown, SQL][] = [
    [park, sql`${a.parkId} = ${park}`],
    [true, sql`not ${isOfSealedCase}`],
    [state, sql`${a.state} = ${state}`],
    [employer, sql`${a.employerUscc} = ${employer}`],
    [receivedFrom, sql`${a.receivedOn} >= ${receivedFrom}::date`],
    [receivedTo, sql`${a.receivedOn} <= ${receivedTo}::date`],
  ];
  const where = conditions.flatMap(([value, condition]) => (value === undefined ? [] : condition));
  return sql`
    select ${a.id}, ${a.number}, ${a.state}, ${a.applicantKind} as "applicantKind", ${a.cause},
      ${a.legalHead} as "legalHead", ${a.employerUscc} as "employerUscc", ${a.content}, ${a.transfer},
      ${a.notTransferredReason} as "notTransferredReason", ${a.conclusion},
      ${a.receivedOn}::text as "receivedOn", ${a.completeOn}::text as "completeOn",
      ${a.transferredOn}::text as "transferredOn", ${a.concludedOn}::text as "concludedOn", k.wrapped,
      ${a.delegated}, ${a.sensitiveConsent} as "sensitiveConsent", ${a.baseOn}::text as "baseOn",
      ${a.acceptedOn}::text as "acceptedOn", ${a.withdrawnOn}::text as "withdrawnOn", ${a.extensions}, ${a.excluded},
      coalesce(i.external_ref, ${a.number}) as "externalRef",
      coalesce(o.external_ref, ${a.duplicateOf} ->> 'number') as "duplicateOf",
      (select c.deadline from injury_clock c where c.application_id = ${a.id} and c.kind = 'decide'
        and c.stopped_at is null limit 1) as deciding
    from ${a} left join record_key k on k.record_id = ${a.id}
    left join imported_record i on i.record_id = ${a.id} and i.park_id = ${park}
    left join imported_record o on o.record_id = (${a.duplicateOf} ->> 'id')::uuid and o.park_id = ${park}
    where ${sql.join(where, sql` and `)}
    order by ${a.duplicateOf} is not null, ${a.receivedOn}, ${a.id}`;
}
