import { fieldRule } from '@qinwu/domain/errors';
import type { FigureDefinition, Group } from './figure-definition.ts';

/** Refuses to take a figure apart by what its facts do not state. */
export function checkGroup({ groups = [] }: Pick<FigureDefinition, 'groups'>, asked: Group): void {
  if (groups.includes(asked)) return;
  const possible =
    groups.length === 0 ? { zh: '无', en: 'none' } : { zh: groups.join('、'), en: groups.join(', ') };
  throw fieldRule('/groupBy', 'group-not-possible', {
    zh: `该指标不能按 ${asked} 分组，可分组的有：${possible.zh}`,
    en: `this figure cannot be taken apart by ${asked}; possible: ${possible.en}`,
  });
}
