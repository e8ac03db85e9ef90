/** What each part of a score contributed, in points and in words (个人信息保护法 art. 24: a decision is explained). */
import type { CompiledModel } from '../score/compile-model.ts';
import { type Inputs, MISSING, pointsOf, type Score } from '../score/score.ts';
import { decimalText } from './decimal-text.ts';

export interface Contribution {
  readonly code: string;
  /** Group of a core indicator, `bonus` or `negative`. */
  readonly group: string;
  readonly name: string;
  readonly nameEn: string;
  readonly unit: string;
  /** In 1/10,000 of the unit; null where it is missing. Of a negative item the number of documents. */
  readonly value: number | null;
  /** The most the part can earn; of a negative item 0. */
  readonly most: number;
  /** What the value is worth by itself, and what it earned within caps and floors. */
  readonly nominal: number;
  readonly points: number;
  readonly words: { readonly zh: string; readonly en: string };
}

/** Every part of a score, in the order of the model. */
export function contributionsOf(
  model: CompiledModel,
  stage: number,
  { inputs, score }: { inputs: Inputs; score: Score },
): Contribution[] {
  const missing = new Set(score.missing);
  const items = itemsOf(model);
  const earned = model.rules.map((rule, at): Contribution => {
    const { name, nameEn, unit } = items.get(rule.code) ?? { name: rule.code, nameEn: rule.code, unit: '' };
    const value = inputs.values[at] ?? MISSING;
    const most = rule.weights[stage] ?? 0;
    const nominal = missing.has(at) ? 0 : pointsOf(rule, stage, value, inputs.division);
    const points = score.parts[at] ?? 0;
    const base = { code: rule.code, group: rule.group, name, nameEn, unit, most, nominal, points };
    const shown = Number.isNaN(value) ? null : value;
    return { ...base, value: shown, words: wordsFor(base, shown, missing.has(at)) };
  });
  const lost = model.document.negative.map(({ code, name, nameEn, points: each }, at): Contribution => {
    const count = inputs.negatives[at] ?? 0;
    const points = score.parts[model.rules.length + at] ?? 0;
    return {
      code,
      group: 'negative',
      name,
      nameEn,
      unit: '件',
      value: count,
      most: 0,
      nominal: Math.round(each * 10_000 * count) + 0,
      points,
      words: {
        zh: `${name}${count}件，扣${decimalText(-points + 0)}分`,
        en: `${nameEn}: ${count}, ${decimalText(points)} points`,
      },
    };
  });
  return [...earned, ...lost];
}

interface Named {
  name: string;
  nameEn: string;
  unit: string;
}

function itemsOf({ document }: CompiledModel): ReadonlyMap<string, Named> {
  const all = [...document.groups.flatMap(({ indicators }) => indicators), ...document.bonus.items];
  return new Map(all.map(({ code, name, nameEn, unit }) => [code, { name, nameEn, unit }]));
}

type Base = Named & { most: number; nominal: number; points: number };

function wordsFor(
  { name, nameEn, unit, most, nominal, points }: Base,
  value: number | null,
  isMissing: boolean,
): Contribution['words'] {
  const [of, got] = [decimalText(most), decimalText(points)];
  if (value === null) {
    return { zh: `${name}缺少数据，得0分（满分${of}）`, en: `${nameEn}: no data, 0 of ${of} points` };
  }
  const shown = `${decimalText(value)}${unit}`;
  if (isMissing) {
    return {
      zh: `${name}${shown}，没有可比的同行，得0分（满分${of}）`,
      en: `${nameEn}: ${shown}, nobody to compare with, 0 of ${of} points`,
    };
  }
  const cut = points < nominal;
  return {
    zh: `${name}${shown}，得${got}分（满分${of}）${cut ? '，已达加分上限' : ''}`,
    en: `${nameEn}: ${shown}, ${got} of ${of} points${cut ? ', cut at the cap' : ''}`,
  };
}
