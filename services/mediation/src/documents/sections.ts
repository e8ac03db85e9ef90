/** Parts that several documents share. */
import type { Block } from './document-model.ts';
import { chineseNumber } from './wording.ts';

/** What every document is issued with. */
export interface Issued {
  number: string;
  organisation: string;
  /** YYYY-MM-DD. */
  day: string;
  /** Set where the organisation's seal was put electronically. */
  sealed?: { day: string; hash: string };
}

export interface Section {
  title: string;
  blocks: readonly Block[];
}

/** Sections under 一、二、三、 in their order. */
export function numberedSections(sections: readonly Section[]): Block[] {
  return sections.flatMap(({ title, blocks }, i) => [
    { kind: 'heading' as const, text: `${chineseNumber(i + 1)}、${title}` },
    ...blocks,
  ]);
}

export function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}

/** Items under 1. 2. 3. in their order. */
export function numberedItems(items: readonly string[]): Block[] {
  return items.map((item, i) => paragraph(`${i + 1}．${item}`));
}

/** Said in every document: the words are the window's, and none of them is quoted from the law. */
export const TEMPLATE_NOTE: Block = {
  kind: 'paragraph',
  text: '注：本文书为窗口自拟格式；文中所注法律条款仅为出处，不是条文原文，以公布的法律文本为准。',
};

/** The one addressed 抬头. */
export function addressed(name: string): Block {
  return { kind: 'paragraph', text: `${name}：`, indent: false };
}

export function sealOf({ organisation, day, sealed }: Issued): Block {
  return { kind: 'seal', seal: { organisation, day, ...(sealed === undefined ? {} : { sealed }) } };
}
