import type { Database } from '@qinwu/platform/db/database';
import { and, asc, eq, isNotNull, isNull, lte } from 'drizzle-orm';
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
import { caseClock } from './case-table.ts';

/** An agreement with the instalments and signatures of its present revision. */
export interface FoundAgreement {
  row: AgreementRow;
  instalments: InstalmentRow[];
  signatures: SignatureRow[];
  payments: PaymentRow[];
}

/** The agreement of a case, or null. */
export async function findOptionalAgreement(
  { orm }: Database,
  park: string,
  caseId: string,
): Promise<FoundAgreement | null> {
  const [rows, instalments, signatures, payments] = await Promise.all([
    orm
      .select()
      .from(agreement)
      .where(and(eq(agreement.caseId, caseId), eq(agreement.parkId, park))),
    orm
      .select({ instalment: agreementInstalment })
      .from(agreementInstalment)
      .innerJoin(
        agreement,
        and(
          eq(agreement.id, agreementInstalment.agreementId),
          eq(agreement.revision, agreementInstalment.revision),
        ),
      )
      .where(and(eq(agreement.caseId, caseId), eq(agreement.parkId, park)))
      .orderBy(asc(agreementInstalment.seq)),
    orm
      .select({ signature: agreementSignature })
      .from(agreementSignature)
      .innerJoin(agreement, eq(agreement.id, agreementSignature.agreementId))
      .where(
        and(eq(agreement.caseId, caseId), eq(agreement.parkId, park), isNull(agreementSignature.voidedAt)),
      )
      .orderBy(asc(agreementSignature.signedAt)),
    orm
      .select()
      .from(instalmentPayment)
      .where(and(eq(instalmentPayment.caseId, caseId), eq(instalmentPayment.parkId, park)))
      .orderBy(asc(instalmentPayment.paidOn), asc(instalmentPayment.id)),
  ]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    row,
    instalments: instalments.map(({ instalment }) => instalment),
    signatures: signatures.map(({ signature }) => signature),
    payments,
  };
}

/** Cases with the light of an instalment due by `now`, at most `limit`, the most overdue first. */
export async function listDueInstalments(
  { orm }: Database,
  now: Date,
  limit: number,
): Promise<{ park: string; id: string }[]> {
  const rows = await orm
    .select({ park: caseClock.parkId, id: caseClock.caseId })
    .from(caseClock)
    .where(
      and(
        isNotNull(caseClock.nextLightAt),
        lte(caseClock.nextLightAt, now),
        eq(caseClock.kind, 'instalment'),
      ),
    )
    .orderBy(asc(caseClock.nextLightAt))
    .limit(limit);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
