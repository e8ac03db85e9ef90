import { localDateOf } from '@qinwu/domain/local-date';
import type { DbOrTx } from '@qinwu/platform/db/database';
import type { FigureDefinition, Group } from '../rules/figure-definition.ts';
import { checkGroup } from '../rules/figure-group.ts';
import { type AskedPeriod, type FigurePeriod, figurePeriod } from '../rules/figure-period.ts';
import { figureParts, figureValue, type Parts, type Total } from '../rules/figure-value.ts';
import { readGroups, readTotal } from '../store/read-facts.ts';
import { knownInstant } from './known-instant.ts';

/** What is asked about a figure. */
export interface FigureQuestion extends AskedPeriod {
  readonly park: string;
  readonly definition: FigureDefinition;
  /** RFC 3339 instant: the answer as it was known then. */
  readonly knownAt?: string | undefined;
  readonly groupBy?: Group | undefined;
  readonly now: Date;
}

/** A value with the numbers it is made of. */
export interface Figured {
  /** Null where a quotient has nothing to be over. */
  readonly value: number | null;
  /** Null for a figure that is no quotient. */
  readonly parts: Parts | null;
}

/** The part of a figure with one value of a dim; null for the records that do not state it. */
export interface FigureGroup extends Figured {
  readonly key: string | null;
}

/** A figure with everything that says what it means and how the same rows are found again. */
export interface FigureAnswer extends Figured {
  readonly definition: FigureDefinition;
  readonly period: FigurePeriod;
  readonly asOf: Date;
  /** The instant whose facts make up the value; asked again with it, the answer is the same. */
  readonly knownAt: Date;
  /** Only where it was asked to be taken apart. */
  readonly groups?: readonly FigureGroup[];
}

/** Computes a figure from its facts; refuses a period or an instant in the future, and a dim its facts do not have. */
export async function readFigure(db: DbOrTx, question: FigureQuestion): Promise<FigureAnswer> {
  const { definition, park, now, groupBy } = question;
  const { computation } = definition;
  const period = figurePeriod(definition.kind, question, localDateOf(now));
  if (groupBy !== undefined) checkGroup(definition, groupBy);
  const asked = await knownInstant(db, question);
  const selection = { park, figure: definition.code, ...period, knownAt: asked };
  const found = await readTotal(db, selection, computation.of);
  const figured = (total: Total): Figured => ({
    value: figureValue(computation, total),
    parts: figureParts(computation, total),
  });
  const knownAt = asked ?? found.knownAt ?? now;
  const answer = { definition, ...figured(found), period, asOf: asked ?? now, knownAt };
  if (groupBy === undefined) return answer;
  // As known at the instant of the total: facts that arrived since belong to neither.
  const groups = await readGroups(db, { ...selection, knownAt }, { measure: computation.of, group: groupBy });
  return { ...answer, groups: groups.map((group) => ({ key: group.key, ...figured(group) })) };
}
