import { z } from 'zod';
import { decimalText } from '../../rules/explain/decimal-text.ts';
import { present } from '../../sd-jwt.ts';
import type { Issued } from '../../signer.ts';
import type { TitleRow } from '../../store/mirrors/tables.ts';
import type { EnterpriseScore } from '../../use-cases/scores/score-enterprise.ts';
import { SOURCES } from '../../vocabulary.ts';
import { TrialView, trialView } from '../models/trial-view.ts';
import type { Disclosure } from './portrait-view.ts';
import { TitleTag, titleTag } from './title-tag.ts';

/** What every passport tells: without them the rest says nothing. */
const Told = z.object({
  model: TrialView.shape.model.omit({ id: true }),
  asOf: z.string().describe('截止日期'),
});

const Value = z.object({
  code: z.string(),
  value: z.string(),
  unit: z.string(),
  source: z.enum(SOURCES).describe('来源'),
  periodFrom: z.string().describe('所属期起'),
  periodTo: z.string().describe('所属期止'),
});

/** What its holder shows or keeps, each by itself. Every passport has all of them, so that their number says nothing. */
const Shown = z.object({
  grade: z.string().describe('等级'),
  stage: z.string().describe('发展阶段'),
  total: z.string().describe('总分'),
  titles: z.array(TitleTag).describe('今日有效的企业称号'),
  missing: z.array(z.string()).describe('缺失的指标'),
  contributions: z
    .array(TrialView.shape.contributions.element.omit({ value: true, unit: true, nominal: true }))
    .describe('各项得分，相加即为总分'),
  reasons: TrialView.shape.reasons.describe('理由'),
  values: z.array(Value).describe('计入的指标值'),
  inputHash: z.string().describe('计入的一切的 SHA-256'),
});

export const PassportView = z
  .object({
    uscc: z.string(),
    score: Told.extend(Shown.partial().shape).meta({ id: 'PassportScore' }),
    validUntil: z.string(),
    signed: z
      .string()
      .describe('同一内容的签名文本（SD-JWT，RFC 9901，EdDSA，typ 为 qinwu-passport+sd-jwt）'),
    disclosures: z
      .record(z.string(), z.string())
      .describe('各可选披露项的披露文本，按项名；在 signed 中依此顺序，等级在前'),
  })
  .meta({ id: 'ScorePassport' });

interface PassportClaims {
  told: z.input<typeof Told>;
  shown: z.input<typeof Shown>;
}

/** All that a passport says of a score. */
export function passportClaims(
  { trial, asOf, inputs, inputHash }: EnterpriseScore,
  titles: readonly TitleRow[],
): PassportClaims {
  const { model, grade, stage, total, missing, contributions, reasons } = trialView(trial);
  const { scheme, version, hash, official } = model;
  return {
    told: { model: { scheme, version, hash, official }, asOf },
    shown: {
      grade,
      stage,
      total,
      titles: titles.map(titleTag),
      missing,
      contributions: contributions.map(({ code, group, most, points, zh, en }) => ({
        code,
        group,
        most,
        points,
        zh,
        en,
      })),
      reasons,
      values: inputs.map(({ code, value, unit, source, periodFrom, periodTo }) => ({
        code,
        value: decimalText(value),
        unit,
        source,
        periodFrom,
        periodTo,
      })),
      inputHash,
    },
  };
}

/** The claims a passport is handed out with; its holder can still leave out any of them. */
const HANDED_OUT: Readonly<Record<Disclosure, readonly string[]>> = {
  grade: ['grade'],
  score: ['grade', 'stage', 'total', 'titles'],
  full: Object.keys(Shown.shape),
};

/** A signed passport with the disclosures that were asked for, and in plain what they show. */
export function passportView(
  { told, shown }: PassportClaims,
  { jwt, disclosures }: Issued,
  disclosure: Disclosure,
): Omit<z.input<typeof PassportView>, 'uscc' | 'validUntil'> {
  const isHandedOut = ([name]: [string, unknown]): boolean => HANDED_OUT[disclosure].includes(name);
  const handedOut = [...disclosures].filter(isHandedOut);
  return {
    score: { ...told, ...Object.fromEntries(Object.entries(shown).filter(isHandedOut)) },
    signed: present(
      jwt,
      handedOut.map(([, text]) => text),
    ),
    disclosures: Object.fromEntries(handedOut),
  };
}
