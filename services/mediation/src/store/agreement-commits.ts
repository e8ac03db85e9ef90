import { defineCommit } from '@qinwu/platform/db/commit';
import { getTableName, type InferSelectModel, placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import {
  type AgreementRow,
  agreement,
  agreementInstalment,
  agreementSignature,
  type InstalmentRow,
  instalmentPayment,
  type PaymentRow,
  type SignatureRow,
} from './agreement-table.ts';
import { changedCase, clocksPart, filesPart } from './case-commits.ts';
import { columnNames } from './row.ts';

/** Writes the rows of the placeholder, an array of JSON, new ones and those that changed. */
function rowsPart(table: PgTable, name: string): SQL {
  const columns = columnNames(table).map(([, column]) => column);
  const list = sql.raw(columns.join(', '));
  const from = sql.raw(columns.map((column) => `t.${column}`).join(', '));
  const set = columns.filter((column) => column !== 'id').map((column) => `${column} = excluded.${column}`);
  const rows = sql.raw(getTableName(table));
  return sql`insert into ${rows} (${list}) select ${from}
    from "guard", jsonb_populate_recordset(null::${rows}, ${placeholder(name)}::jsonb) as t
    on conflict (id) do update set ${sql.raw(set.join(', '))}`;
}

/** A case with its agreement, as a change of it left both. */
export const saveCaseWithAgreement = defineCommit('save-case-agreement', {
  guard: changedCase,
  also: {
    clocks: clocksPart,
    files: filesPart,
    agreement: rowsPart(agreement, 'agreements'),
    instalments: rowsPart(agreementInstalment, 'instalments'),
    signatures: rowsPart(agreementSignature, 'signatures'),
    payments: rowsPart(instalmentPayment, 'payments'),
  },
});

/** What changed of an agreement; what is left out stays as it is. */
export interface AgreementWrite {
  agreement?: AgreementRow;
  instalments?: readonly InstalmentRow[];
  signatures?: readonly SignatureRow[];
  payments?: readonly PaymentRow[];
  /** Files that now belong to the case. */
  files?: readonly string[];
}

/** The values of the statement's own placeholders; fen as digits, since JSON numbers would lose some. */
export function agreementValues(write: AgreementWrite): Record<string, unknown> {
  return {
    agreements: json(agreement, write.agreement === undefined ? [] : [write.agreement]),
    instalments: json(agreementInstalment, write.instalments ?? []),
    signatures: json(agreementSignature, write.signatures ?? []),
    payments: json(instalmentPayment, write.payments ?? []),
    files: write.files ?? [],
  };
}

function json<T extends PgTable>(table: T, rows: readonly InferSelectModel<T>[]): string {
  const named = rows.map((row) =>
    Object.fromEntries(columnNames(table).map(([name, column]) => [column, Reflect.get(row, name)])),
  );
  return JSON.stringify(named, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}
