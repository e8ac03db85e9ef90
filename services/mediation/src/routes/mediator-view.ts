import { type Actor, hasRole } from '@qinwu/domain/actor';
import { z } from 'zod';
import { MEDIATOR_KINDS } from '../session-vocabulary.ts';
import type { LoadedMediator, MediatorRow } from '../store/mediators.ts';
import { CATEGORY_CODES, ORGANISATIONS } from '../vocabulary.ts';
import { STAFF } from '../who.ts';

export const MediatorView = z
  .object({
    id: z.uuid(),
    code: z.string(),
    version: z.int(),
    name: z.string(),
    organisation: z.object({ kind: z.enum(ORGANISATIONS), name: z.string() }),
    kinds: z.array(z.enum(MEDIATOR_KINDS)),
    languages: z.array(z.string()),
    categories: z.array(z.enum(CATEGORY_CODES)).describe('空为全部'),
    grids: z.array(z.string()),
    employer: z.string().nullable().describe('受雇企业；仅工作人员可见'),
    subject: z.string().nullable().describe('登录账号；仅工作人员可见'),
    certifiedFrom: z.iso.date(),
    certifiedUntil: z.iso.date().nullable(),
    active: z.boolean(),
    identityDeclared: z.boolean().describe('已申报本人身份，用于回避检查'),
    relativesDeclared: z.int().nullable().describe('申报的近亲属索引数；仅工作人员可见'),
    openCases: z.int().nullable().describe('在办案件；仅工作人员可见'),
    sessionsComing: z.int().nullable().describe('待开会议；仅工作人员可见'),
  })
  .meta({ id: 'Mediator' });

/** A mediator as the caller may see it: parties choose by what is public. */
export function mediatorView(
  row: MediatorRow & Partial<LoadedMediator>,
  actor: Actor,
): z.input<typeof MediatorView> {
  const isStaff = hasRole(actor, ...STAFF, 'admin');
  const inside = <T>(value: T): T | null => (isStaff ? value : null);
  return {
    id: row.id,
    code: row.code,
    version: row.version,
    name: row.name,
    organisation: { kind: row.organisationKind, name: row.organisationName },
    kinds: row.kinds,
    languages: row.languages,
    categories: row.categories,
    grids: row.grids,
    employer: inside(row.employer),
    subject: inside(row.subject),
    certifiedFrom: row.certifiedFrom,
    certifiedUntil: row.certifiedUntil,
    active: row.active,
    identityDeclared: row.citizenIndex !== null,
    relativesDeclared: inside(row.relatives.length),
    openCases: inside(row.openCases ?? null),
    sessionsComing: inside(row.sessionsComing ?? null),
  };
}
