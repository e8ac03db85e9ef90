import { officerListed } from '@qinwu/contracts/events/grievance';
import { isDomainError } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import { refusedRow } from '@qinwu/platform/bulk/import/define-import';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import type { Category, Directory, Grid, Officer } from '../rules/directory.ts';
import { checkEntry } from '../rules/directory-entry.ts';
import { directoryTables, type EntryRow, positionOf } from '../store/directory-commits.ts';
import {
  type ImportedKind,
  lockEntries,
  readDirectoryInside,
  type StoredEntry,
} from '../store/import-directory.ts';
import { upsertRows } from '../store/import-rows.ts';
import { directoryOf } from './park-directories.ts';

/** What a line says of an entry; what it does not say stays as it is, or as new entries begin. */
export type EntryDraft = Readonly<Record<string, unknown>>;

export interface DirectoryImport {
  kind: ImportedKind;
  /** What an entry is where nothing says otherwise: every column, null or not. */
  blank: EntryDraft;
}

/** The directory as lines of a slice see it, one after the other. */
interface Growing extends Directory {
  categories: Map<string, Category>;
  grids: Map<string, Grid>;
  officers: Map<string, Officer>;
  units: Map<string, { enabled: boolean }>;
}

interface Slice {
  deps: Deps;
  context: ImportContext;
  spec: DirectoryImport;
  directory: Growing;
  rows: Map<string, StoredEntry>;
  changed: Set<string>;
  entries: LedgerEntry[];
}

const OURS: readonly string[] = ['id', 'parkId', 'version', 'ledgerHash'];

/** Takes a slice of lines into the directory; each names its entries, parents first, and is answered for its last. */
export async function importDirectory(
  deps: Deps,
  tx: Tx,
  spec: DirectoryImport,
  lines: readonly ParsedRow<readonly EntryDraft[]>[],
  context: ImportContext,
): Promise<RowOutcome[]> {
  const { park } = context.actor;
  const read = directoryOf(await readDirectoryInside(tx, park));
  const keys = lines.flatMap(({ row }) => row.map((draft) => String(draft.code ?? draft.uscc)));
  const known = await lockEntries(tx, spec.kind, park, keys);
  const slice: Slice = {
    deps,
    context,
    spec,
    directory: {
      ...read,
      categories: new Map(read.categories),
      grids: new Map(read.grids),
      officers: new Map(read.officers),
      units: new Map(read.units),
    },
    rows: new Map(known.map((row) => [keyOf(spec.kind, row), row])),
    changed: new Set(),
    entries: [],
  };
  const outcomes = lines.map(({ line, row }) => takeLine(slice, line, row));
  await write(tx, slice);
  deps.directories.forget(park);
  return outcomes;
}

function keyOf(kind: ImportedKind, row: object): string {
  return JSON.stringify(positionOf(kind, row));
}

function takeLine(slice: Slice, line: number, drafts: readonly EntryDraft[]): RowOutcome {
  try {
    let last: RowOutcome = { line, outcome: 'unchanged' };
    for (const draft of drafts) last = { line, ...takeDraft(slice, draft) };
    return last;
  } catch (error) {
    if (!isDomainError(error)) throw error;
    return refusedRow(line, error);
  }
}

function takeDraft(
  { context, spec, directory, ...slice }: Slice,
  draft: EntryDraft,
): Pick<RowOutcome, 'outcome'> & { id: string } {
  const { kind, blank } = spec;
  const key = keyOf(kind, draft);
  const before = slice.rows.get(key);
  const stood = Object.entries(before ?? {}).filter(([name]) => !OURS.includes(name));
  const fields = { ...blank, ...Object.fromEntries(stood), ...draft };
  if (before !== undefined && isSame(fields, before)) return { outcome: 'unchanged', id: before.id };
  checkEntry(kind, fields, directory);
  const id = before?.id ?? newId();
  const head = before === undefined ? null : { seq: before.version, hash: before.ledgerHash };
  const { actor, now } = context;
  const entry = makeEntry(
    {
      park: actor.park,
      caseKind: kind,
      caseId: id,
      at: now,
      actor: actor.id,
      action: head === null ? 'listed' : 'changed',
      change: JSON.parse(JSON.stringify(fields)),
    },
    head,
  );
  const row = { ...fields, id, parkId: actor.park, version: entry.seq, ledgerHash: entry.hash };
  slice.rows.set(key, row);
  slice.changed.add(key);
  slice.entries.push(entry);
  grow(directory, kind, row);
  return { outcome: head === null ? 'created' : 'updated', id };
}

function isSame(fields: object, row: object): boolean {
  return Object.entries(fields).every(
    ([name, value]) => JSON.stringify(value) === JSON.stringify(Reflect.get(row, name)),
  );
}

/** Later lines may name what this one brought. */
function grow(directory: Growing, kind: ImportedKind, row: object): void {
  const code = String(Reflect.get(row, 'code'));
  switch (kind) {
    case 'category':
      directory.categories.set(code, row as Category);
      break;
    case 'grid':
      directory.grids.set(code, row as Grid);
      break;
    case 'officer':
      directory.officers.set(code, row as Officer);
      break;
    case 'unit':
      directory.units.set(code, row as { enabled: boolean });
      break;
    case 'serving':
      break;
    default:
      kind satisfies never;
  }
}

async function write(tx: Tx, { deps, context, spec, rows, changed, entries }: Slice): Promise<void> {
  const written = [...changed].flatMap((key) => rows.get(key) ?? []);
  const table = directoryTables[spec.kind];
  await upsertRows(tx, table, written, { key: ['id'] });
  await writeEntries(tx, entries);
  if (spec.kind !== 'officer') return;
  const officers = written as (StoredEntry & EntryRow<'officer'>)[];
  await publish(
    tx,
    officers.flatMap(({ id, parkId, version, kind, activeFrom, activeUntil }) =>
      deps.announce(officerListed, {
        park: parkId,
        subject: id,
        sequence: version,
        time: context.now,
        data: { officerId: id, kind, activeFrom, activeUntil },
      }),
    ),
  );
}
