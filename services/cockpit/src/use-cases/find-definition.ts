import { refuse } from '@qinwu/domain/errors';
import type { FigureDefinition } from '../rules/figure-definition.ts';
import { figureByCode } from '../rules/figure-definitions.ts';

/** The definition of a figure by its code; refuses `figure-not-found`. */
export function findDefinition(code: string): FigureDefinition {
  const definition = figureByCode(code);
  if (definition === undefined) {
    throw refuse('missing', 'figure-not-found', { zh: '没有这个指标', en: 'There is no such figure' });
  }
  return definition;
}
