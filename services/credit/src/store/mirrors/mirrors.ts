import type { Database, Tx } from '@qinwu/platform/db/database';
import { and, asc, eq, gt, gte, inArray, isNull, lte, or } from 'drizzle-orm';
import {
  type CertificateRow,
  enterpriseTitle,
  type MilestoneRow,
  projectMilestone,
  skillCertificate,
  type TitleRow,
} from './tables.ts';

/** Enterprises of a park. */
export interface Enterprises {
  readonly park: string;
  readonly usccs: readonly string[];
}

/** Every title of enterprises that was ever announced. */
export async function listTitles(tx: Tx, { park, usccs }: Enterprises): Promise<TitleRow[]> {
  return tx
    .select()
    .from(enterpriseTitle)
    .where(and(eq(enterpriseTitle.parkId, park), inArray(enterpriseTitle.uscc, [...usccs])));
}

/** Every certificate of the people of enterprises. */
export async function listCertificates(tx: Tx, { park, usccs }: Enterprises): Promise<CertificateRow[]> {
  return tx
    .select()
    .from(skillCertificate)
    .where(and(eq(skillCertificate.parkId, park), inArray(skillCertificate.uscc, [...usccs])));
}

/** Every milestone of the projects of enterprises. */
export async function listMilestones(tx: Tx, { park, usccs }: Enterprises): Promise<MilestoneRow[]> {
  return tx
    .select()
    .from(projectMilestone)
    .where(and(eq(projectMilestone.parkId, park), inArray(projectMilestone.uscc, [...usccs])));
}

/** The titles of an enterprise that are in force on a day, in the order of their codes. */
export async function listTitlesInForce(
  { orm }: Database,
  { park, uscc, on }: { park: string; uscc: string; on: string },
): Promise<TitleRow[]> {
  return orm
    .select()
    .from(enterpriseTitle)
    .where(
      and(
        eq(enterpriseTitle.parkId, park),
        eq(enterpriseTitle.uscc, uscc),
        lte(enterpriseTitle.from, on),
        or(isNull(enterpriseTitle.until), gte(enterpriseTitle.until, on)),
        or(isNull(enterpriseTitle.revokedOn), gt(enterpriseTitle.revokedOn, on)),
      ),
    )
    .orderBy(asc(enterpriseTitle.code), asc(enterpriseTitle.titleId));
}
