import { formatYuan } from '@qinwu/domain/money';
import { z } from 'zod';
import { RISKS, risksOf } from '../../rules/consents/portrait-risks.ts';
import type { DocumentRow } from '../../store/documents/document-table.ts';
import { type Portrait, type PortraitLine, sees } from '../../use-cases/consents/portraits.ts';
import type { EnterpriseScore } from '../../use-cases/scores/score-enterprise.ts';
import { DOCUMENT_KINDS } from '../../vocabulary.ts';
import { trialView } from '../models/trial-view.ts';
import { TitleTag, titleTag } from './title-tag.ts';

const amount = z.string().describe('元');
const reason = z.object({ code: z.string(), difference: z.string() });

/** What a score says, as far as it is disclosed. */
export const ScoreClaims = z
  .object({
    scheme: z.string(),
    modelVersion: z.string(),
    asOf: z.string().describe('截止日期'),
    grade: z.string().describe('等级'),
    stage: z.string().optional().describe('发展阶段'),
    total: z.string().optional().describe('总分'),
    missing: z.array(z.string()).optional().describe('缺失的指标'),
    contributions: z
      .array(
        z.object({ code: z.string(), points: z.string(), most: z.string(), zh: z.string(), en: z.string() }),
      )
      .optional()
      .describe('各项得分'),
    reasons: z
      .object({ above: z.array(reason), below: z.array(reason) })
      .optional()
      .describe('理由'),
  })
  .meta({ id: 'ScoreClaims' });

export type Disclosure = 'grade' | 'score' | 'full';

/** A score as it is disclosed: the grade alone, with the points, or with its explanation. */
export function scoreClaims(
  { trial, asOf }: EnterpriseScore,
  disclosure: Disclosure,
): z.input<typeof ScoreClaims> {
  const { model, grade, stage, total, missing, contributions, reasons } = trialView(trial);
  const claims = { scheme: model.scheme, modelVersion: model.version, asOf, grade };
  if (disclosure === 'grade') return claims;
  if (disclosure === 'score') return { ...claims, stage, total };
  const parts = contributions.map(({ code, points, most, zh, en }) => ({ code, points, most, zh, en }));
  return { ...claims, stage, total, missing, contributions: parts, reasons };
}

export const PortraitView = z
  .object({
    uscc: z.string(),
    purpose: z.string(),
    consent: z.uuid().describe('所依据的授权'),
    score: ScoreClaims,
    tags: z.array(TitleTag).describe('标签：今日有效的企业称号'),
    lines: z
      .array(
        z.object({
          bank: z.string(),
          product: z.string(),
          approved: amount,
          outstanding: amount,
          overdue: amount,
          endsOn: z.string().nullable(),
        }),
      )
      .nullable()
      .describe('现有授信；授权范围不含时为空'),
    documents: z
      .array(
        z.object({
          code: z.string().describe('负面事项'),
          kind: z.enum(DOCUMENT_KINDS),
          number: z.string().describe('文号'),
          issuer: z.string().describe('作出机关'),
          effectiveFrom: z.string(),
          effectiveUntil: z.string().nullable(),
        }),
      )
      .nullable()
      .describe('今日计入的负面文书；授权范围不含解释时为空'),
    risks: z
      .array(z.enum(RISKS))
      .nullable()
      .describe(
        '风险：overdue 逾期、above-limit 用信超过额度、discrepancy 银行报送与授信不符、adverse-document 有负面文书；授权范围不含授信、解释时为空',
      ),
    validUntil: z.string().describe('有效至'),
    signed: z.string().describe('同一内容的签名文本（JWT，EdDSA），以 /credit/v1/passport-keys 离线验证'),
  })
  .meta({ id: 'Portrait' });

/** What a portrait says, before it is signed. */
export function portraitClaims(portrait: Portrait): Omit<z.input<typeof PortraitView>, 'signed'> {
  const { uscc, consent, scored, titles, lines, documents, validUntil } = portrait;
  const disclosure = sees(consent, 'explanation') ? 'full' : sees(consent, 'score') ? 'score' : 'grade';
  return {
    uscc,
    purpose: consent.purpose,
    consent: consent.id,
    score: scoreClaims(scored, disclosure),
    tags: titles.map(titleTag),
    lines: lines?.map(lineClaims) ?? null,
    documents: documents?.map(documentClaims) ?? null,
    risks: risksOf({
      lines: lines?.map(({ line, ...of }) => ({ ...of, approved: line.amountApproved ?? 0n })) ?? null,
      documents,
    }),
    validUntil,
  };
}

function lineClaims({ line, balance }: PortraitLine) {
  return {
    bank: line.bank,
    product: line.product,
    approved: formatYuan(line.amountApproved ?? 0n),
    outstanding: formatYuan(balance.outstanding),
    overdue: formatYuan(balance.overdue),
    endsOn: line.endsOn,
  };
}

function documentClaims({ code, kind, number, issuer, effectiveFrom, effectiveUntil }: DocumentRow) {
  return { code, kind, number, issuer, effectiveFrom, effectiveUntil };
}
