import { type Actor, hasRole } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { FigureDefinition } from '../rules/figure-definition.ts';
import { figureByCode } from '../rules/figure-definitions.ts';

/**
 * Mediation is confidential (人民调解法 art. 13, 15): what is behind any of its figures are single disputes, sealed ones among
 * them, and left out they would not add up to the figure. So they are for those alone who see sealed ones too.
 */
const DISPUTES = 'mediation.';
const DISPUTE_READER = 'supervisor';

/** The definition of a figure whose records the actor may see; refuses `figure-not-found` and `records-confidential`. */
export function findRecordsDefinition(actor: Actor, code: string): FigureDefinition {
  const definition = findDefinition(code);
  if (!definition.code.startsWith(DISPUTES) || hasRole(actor, DISPUTE_READER)) return definition;
  throw refuse('forbidden', 'records-confidential', {
    zh: '调解保密：该指标可以查看，其背后的案件（含已封存的）只供督办人员查看',
    en: 'Mediation is confidential: the figure is yours to see, the disputes behind it, sealed ones among them, are not',
  });
}

/** The definition of a figure by its code; refuses `figure-not-found`. */
export function findDefinition(code: string): FigureDefinition {
  const definition = figureByCode(code);
  if (definition === undefined) {
    throw refuse('missing', 'figure-not-found', { zh: '没有这个指标', en: 'There is no such figure' });
  }
  return definition;
}
