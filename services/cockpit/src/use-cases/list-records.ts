import { localDateOf } from '@qinwu/domain/local-date';
import { decodeCursor, encodeCursor, type Page } from '@qinwu/domain/page';
import type { DbOrTx } from '@qinwu/platform/db/database';
import { figurePeriod } from '../rules/figure-period.ts';
import { type FactRow, readFactPage } from '../store/read-facts.ts';
import { knownInstant } from './known-instant.ts';
import type { FigureQuestion } from './read-figure.ts';

/** A figure's question and the page of its rows that is wanted. */
export interface RecordsQuestion extends FigureQuestion {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

function positionOf(cursor: string | undefined, filter: unknown): { on: string; recordId: string } | null {
  if (cursor === undefined) return null;
  const [on, recordId] = decodeCursor(cursor, filter, ['date', 'text']);
  return { on: String(on), recordId: String(recordId) };
}

/** One page of the records behind a figure, oldest business date first; the rows of all pages make up its value. */
export async function listRecords(db: DbOrTx, question: RecordsQuestion): Promise<Page<FactRow>> {
  const { definition, park, now, limit } = question;
  const period = figurePeriod(definition.kind, question, localDateOf(now));
  const selection = {
    park,
    figure: definition.code,
    ...period,
    knownAt: await knownInstant(db, question),
  };
  const after = positionOf(question.cursor, selection);
  const rows = await readFactPage(db, selection, { after, limit: limit + 1 });
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const next = rows.length > limit && last ? encodeCursor([last.on, last.recordId], selection) : null;
  return { items, next };
}
