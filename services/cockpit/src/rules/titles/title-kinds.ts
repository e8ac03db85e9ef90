/** The titles a park knows 企业称号目录. */
import type { TitleLevel } from '@qinwu/contracts/events/cockpit';

/** One title: what it is called, whose it is, how long it holds. */
export interface TitleKind {
  readonly code: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly level: TitleLevel;
  /** Years it is in force where the grant names no last day; null: without end. */
  readonly termYears: number | null;
  /** The rule it is granted by. */
  readonly ruleVersion: string;
  readonly official: boolean;
}

const LADDER = '工信部企业〔2022〕63号';

function shipped(
  code: string,
  [zh, en]: readonly [zh: string, en: string],
  kind: Pick<TitleKind, 'level' | 'termYears' | 'ruleVersion'>,
): TitleKind {
  return { code, name: { zh, en }, ...kind, official: false };
}

/**
 * What a park begins with. Names and rules are those of their documents; terms and levels are from memory and not
 * checked against them, so nothing here is official: `TITLES_FILE` adds to it and puts it right.
 */
export const shippedTitles: readonly TitleKind[] = [
  shipped('hnte', ['高新技术企业', 'high and new technology enterprise'], {
    level: 'NATIONAL',
    termYears: 3,
    ruleVersion: '国科发火〔2016〕32号',
  }),
  shipped('little-giant', ['国家级专精特新“小巨人”企业', 'national SRDI little giant'], {
    level: 'NATIONAL',
    termYears: 3,
    ruleVersion: LADDER,
  }),
  shipped('srdi-province', ['省专精特新中小企业', 'provincial SRDI enterprise'], {
    level: 'PROVINCE',
    termYears: 3,
    ruleVersion: LADDER,
  }),
  shipped('innovative-sme', ['创新型中小企业', 'innovative SME'], {
    level: 'PROVINCE',
    termYears: 3,
    ruleVersion: LADDER,
  }),
  shipped('tech-sme', ['科技型中小企业', 'technology-based SME'], {
    level: 'NATIONAL',
    termYears: 1,
    ruleVersion: '国科发政〔2017〕115号',
  }),
  shipped('green-factory-national', ['国家级绿色工厂', 'national green factory'], {
    level: 'NATIONAL',
    termYears: null,
    ruleVersion: '绿色工厂梯度培育及管理暂行办法',
  }),
  shipped('green-factory-province', ['省级绿色工厂', 'provincial green factory'], {
    level: 'PROVINCE',
    termYears: null,
    ruleVersion: '绿色工厂梯度培育及管理暂行办法',
  }),
  shipped('chain-leader', ['链主企业', 'chain leader'], {
    level: 'PARK',
    termYears: null,
    ruleVersion: '园区自定',
  }),
];

/** The park's own kinds over the shipped ones: the same code takes the other's place. */
export function titleKinds(own: readonly TitleKind[]): ReadonlyMap<string, TitleKind> {
  return new Map([...shippedTitles, ...own].map((kind) => [kind.code, kind]));
}
