import type { DbOrTx } from '@qinwu/platform/db/database';
import { figureDefinitions } from '../rules/figure-definitions.ts';
import { readCovered } from '../store/read-facts.ts';
import { type FigureAnswer, type FigureQuestion, readFigure } from './read-figure.ts';

/** Every figure of the register for one period, in the order of the report. */
export async function listFigures(
  db: DbOrTx,
  question: Omit<FigureQuestion, 'definition'>,
): Promise<FigureAnswer[]> {
  const answers: FigureAnswer[] = [];
  for (const definition of figureDefinitions) answers.push(await readFigure(db, { ...question, definition }));
  return answers;
}

/** The days on which something happened that a figure counts, for whoever asked about others; null where nothing did. */
export async function coveredDays(db: DbOrTx, park: string): Promise<{ from: string; to: string } | null> {
  const flows = figureDefinitions.filter(({ kind }) => kind === 'flow');
  return await readCovered(
    db,
    park,
    flows.map(({ code }) => code),
  );
}
