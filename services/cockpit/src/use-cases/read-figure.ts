import { localDateOf } from '@qinwu/domain/local-date';
import type { DbOrTx } from '@qinwu/platform/db/database';
import type { FigureDefinition } from '../rules/figure-definition.ts';
import { type AskedPeriod, type FigurePeriod, figurePeriod } from '../rules/figure-period.ts';
import { figureValue } from '../rules/figure-value.ts';
import { readTotal } from '../store/read-facts.ts';
import { knownInstant } from './known-instant.ts';

/** What is asked about a figure. */
export interface FigureQuestion extends AskedPeriod {
  readonly park: string;
  readonly definition: FigureDefinition;
  /** RFC 3339 instant: the answer as it was known then. */
  readonly knownAt?: string | undefined;
  readonly now: Date;
}

/** A figure with everything that says what it means and how the same rows are found again. */
export interface FigureAnswer {
  readonly definition: FigureDefinition;
  readonly value: number;
  readonly period: FigurePeriod;
  readonly asOf: Date;
  /** The instant whose facts make up the value; asked again with it, the answer is the same. */
  readonly knownAt: Date;
}

/** Computes a figure from its facts; refuses a period or an instant in the future. */
export async function readFigure(db: DbOrTx, question: FigureQuestion): Promise<FigureAnswer> {
  const { definition, park, now } = question;
  const period = figurePeriod(definition.kind, question, localDateOf(now));
  const asked = await knownInstant(db, question);
  const selection = { park, figure: definition.code, ...period, knownAt: asked };
  const { total, knownAt } = await readTotal(db, selection, definition.computation.of);
  return {
    definition,
    value: figureValue(definition.computation, total),
    period,
    asOf: asked ?? now,
    knownAt: asked ?? knownAt ?? now,
  };
}
