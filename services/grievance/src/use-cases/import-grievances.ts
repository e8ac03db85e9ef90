import { fieldRule, isDomainError } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import { refusedRow } from '@qinwu/platform/bulk/import/define-import';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import { takeNumbersIn } from '@qinwu/platform/numbers/number-source';
import type { Deps } from '../deps.ts';
import type { Directory } from '../rules/directory.ts';
import { findServings, readDirectoryInside } from '../store/import-directory.ts';
import {
  findEarlierLines,
  findOriginals,
  importedGrievance,
  type KnownGrievance,
  lockKnown,
  lockSource,
} from '../store/import-grievances.ts';
import { upsertRows } from '../store/import-rows.ts';
import {
  type ImportedRecord,
  importedRecord,
  rowHashKey,
  type SourcedRow,
  type Surroundings,
} from './import-record.ts';
import { directoryOf } from './park-directories.ts';
import { NUMBER_PREFIX } from './register-grievance.ts';
import { writeGrievances } from './write-grievances.ts';

type Line = ParsedRow<SourcedRow>;

/** The rows apart so that no part names a record twice: a later line of the same number sees what the first made. */
function apart(rows: readonly Line[]): Line[][] {
  const parts: Line[][] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const n = seen.get(row.row.fields.externalRef) ?? 0;
    seen.set(row.row.fields.externalRef, n + 1);
    parts[n] = [...(parts[n] ?? []), row];
  }
  return parts;
}

/**
 * Takes a slice of rows into the register: new ones, and those whose content has changed since the last import of
 * the same source and external number. A handful of statements whatever the number of rows.
 */
export async function importGrievances(
  deps: Deps,
  tx: Tx,
  rows: readonly Line[],
  context: ImportContext,
): Promise<RowOutcome[]> {
  const directory = directoryOf(await readDirectoryInside(tx, context.actor.park));
  await lockSource(tx, context.actor.park, context.source);
  const outcomes: RowOutcome[] = [];
  const firstLines = new Map<string, number>();
  for (const part of apart(rows))
    outcomes.push(...(await importPart(deps, tx, part, { context, directory, firstLines })));
  return outcomes;
}

interface Slice {
  context: ImportContext;
  directory: Directory;
  /** Which line of the slice named a record first, by its external number. */
  firstLines: Map<string, number>;
}

/** A file names a record once: of two lines that say different things nobody knows which is right. */
function repeatedRef(line: number): Error {
  return fieldRule('/externalRef', 'repeated', {
    zh: `与本文件第 ${line} 行的外部编号相同而内容不同`,
    en: `line ${line} of this file has the same external number and other content`,
  });
}

async function importPart(
  deps: Deps,
  tx: Tx,
  rows: readonly Line[],
  { context, directory, firstLines }: Slice,
): Promise<RowOutcome[]> {
  const { park } = context.actor;
  const today = localDateOf(context.now);
  // Whoever is named needs no route, and so nobody who serves the enterprise.
  const routed = rows.filter(({ row: { fields } }) => (fields.unitCode ?? fields.officerCode) === undefined);
  const usccs = [...new Set(routed.flatMap(({ row }) => row.fields.enterprise ?? []))];
  const servings = await findServings(tx, park, usccs, today);
  const refs = rows.map(({ row }) => row.fields.externalRef);
  const known = await lockKnown(tx, park, context.source, refs);
  const earlier = await findEarlierLines(
    tx,
    context.importId,
    [...known.values()].map(({ row }) => row.id),
  );
  const count = refs.filter((ref) => !known.has(ref)).length;
  const numbers = await takeNumbersIn(tx, park, { prefix: NUMBER_PREFIX, date: today, count });
  const originals = await findOriginals(
    tx,
    park,
    rows.flatMap(({ row }) => row.fields.duplicateOf ?? []),
  );
  const around: Surroundings = { context, directory, servings, originals, hashKey: rowHashKey(deps) };
  const records: ImportedRecord[] = [];
  const outcomes = rows.map((line): RowOutcome => {
    const { externalRef } = line.row.fields;
    const before = known.get(externalRef);
    const first = firstLines.get(externalRef) ?? earlier.get(idOf(before));
    const decided = decideLine(deps, around, line, { before, first, number: () => numbers.shift() ?? '' });
    if (decided.outcome.outcome !== 'refused') firstLines.set(externalRef, first ?? line.line);
    if (decided.record !== null) records.push(decided.record);
    return decided.outcome;
  });
  await writeRecords(tx, park, context.importId, records);
  return outcomes;
}

interface Place {
  before: KnownGrievance | undefined;
  /** The line of this file that named the record first. */
  first: number | undefined;
  /** The next free case number. */
  number(): string;
}

/** What becomes of one line, and the record to write for it. */
function decideLine(
  deps: Deps,
  around: Surroundings,
  { line, row }: Line,
  { before, first, number }: Place,
): { outcome: RowOutcome; record: ImportedRecord | null } {
  try {
    const record = importedRecord(deps, around, row, before ?? number());
    if (record === 'unchanged')
      return { outcome: { line, outcome: 'unchanged', id: idOf(before) }, record: null };
    if (first !== undefined) throw repeatedRef(first);
    const outcome = before === undefined ? 'created' : 'updated';
    return { outcome: { line, outcome, id: record.row.id }, record };
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return { outcome: refusedRow(line, first === undefined ? error : repeatedRef(first)), record: null };
  }
}

function idOf(known: KnownGrievance | undefined): string {
  return known?.row.id ?? '';
}

async function writeRecords(
  tx: Tx,
  park: string,
  importId: string,
  records: readonly ImportedRecord[],
): Promise<void> {
  await writeGrievances(tx, park, records);
  const marks = records.map(({ row, contentHash }) => ({
    grievanceId: row.id,
    parkId: park,
    contentHash,
    version: row.version,
    importId,
  }));
  await upsertRows(tx, importedGrievance, marks, { key: ['grievanceId'] });
}
