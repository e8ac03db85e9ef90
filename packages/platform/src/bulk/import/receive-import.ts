import { Readable } from 'node:stream';
import type { MultipartFile } from '@fastify/multipart';
import { type Actor, hasRole, hasScope } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import { newId } from '@qinwu/domain/id';
import type { StoredFile } from '../../files/file-rows.ts';
import type { FileStore } from '../../files/file-store.ts';
import { openFile } from '../../files/open-file.ts';
import { saveFile } from '../../files/save-file.ts';
import { httpFault } from '../../http/fault.ts';
import { parseStrictJson } from '../../http/strict-json.ts';
import { compileValidator } from '../../http/validator.ts';
import { readRows } from '../read/read-rows.ts';
import type { ReadLimits, RowFormat } from '../read/source-row.ts';
import { isReportColumn } from '../report-columns.ts';
import type { AnyImportKind } from './import-kind.ts';
import { type ImportOptions, importOptions, resolveMapping } from './import-options.ts';
import type { ImportPlan, ImportRecord } from './import-store.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Texts have no signature: what is no workbook is read as text. */
const ACCEPTED = [XLSX, 'text/csv'];
const MAX_COLUMNS_KEPT = 2_000;

const validator = compileValidator(importOptions, 'body');

/** The form's options, checked; throws 400. */
export function parseImportOptions(text: string | undefined): ImportOptions {
  const parsed = parseStrictJson(Buffer.from(text ?? ''));
  if (!parsed.ok)
    throw httpFault('request-malformed', {
      detail: { zh: '字段 options 须为 JSON 对象', en: 'the field options must be a JSON object' },
    });
  return importOptions.parse(validator.parse(parsed.value));
}

/** Receives the file of an import. */
export async function receiveFile(
  files: FileStore,
  part: Pick<MultipartFile, 'file' | 'filename'>,
  { actor, limits }: { actor: Actor; limits: ReadLimits },
): Promise<StoredFile> {
  return await saveFile(files, part.file, {
    park: actor.park,
    createdBy: actor.id,
    name: part.filename ?? '',
    maxBytes: limits.maxBytes,
    accept: ACCEPTED,
  });
}

function formatOf(options: ImportOptions, file: StoredFile): RowFormat {
  if (file.mediaType === XLSX) return 'xlsx';
  if (options.format === 'xlsx') throw httpFault('media-type-unsupported');
  return options.format ?? (/\.(jsonl|ndjson)$/i.test(file.name) ? 'jsonl' : 'csv');
}

function kindFor(kinds: readonly AnyImportKind[], actor: Actor, name: string): AnyImportKind {
  const kind = kinds.find((each) => each.kind === name);
  if (kind === undefined) {
    const names = kinds.map((each) => each.kind);
    throw refuse('rule', 'kind-unknown', {
      zh: `没有这种可导入的记录，可用：${names.join('、')}`,
      en: `There is no such kind to import; there are: ${names.join(', ')}`,
    });
  }
  const { roles, scopes } = kind.access;
  if (!hasRole(actor, ...roles) || (scopes !== undefined && !hasScope(actor, ...scopes)))
    throw httpFault('role-insufficient');
  return kind;
}

/** Reads the whole file once: is it readable to its end, how many rows, which columns? */
async function inspect(
  files: FileStore,
  park: string,
  file: StoredFile,
  { format, options, limits }: { format: RowFormat; options: ImportOptions; limits: ReadLimits },
): Promise<{ columns: string[]; rows: number }> {
  const opened = await openFile(files, files.db.orm, { park, id: file.id });
  const { encoding, sheet } = options;
  const source = await readRows(Readable.from(opened.chunks), format, {
    limits,
    ...(encoding === undefined ? {} : { encoding }),
    ...(sheet === undefined ? {} : { sheet }),
  });
  const columns = new Set(source.columns ?? []);
  let rows = 0;
  for await (const { cells } of source.rows) {
    rows += 1;
    if (source.columns === null && columns.size < MAX_COLUMNS_KEPT)
      for (const column of Object.keys(cells)) columns.add(column);
  }
  return { columns: [...columns].filter((column) => !isReportColumn(column)), rows };
}

/** An import ready to be written: the file is readable, its columns fit the mapping, the sender may import. */
export async function planImport(
  deps: { files: FileStore; kinds: readonly AnyImportKind[]; limits: ReadLimits },
  actor: Actor,
  options: ImportOptions,
  file: StoredFile,
): Promise<{ record: ImportRecord; plan: ImportPlan }> {
  const kind = kindFor(deps.kinds, actor, options.kind);
  const sheet = options.sheet ?? kind.presets[options.preset ?? '']?.sheet;
  const wanted = { ...options, ...(sheet === undefined ? {} : { sheet }) };
  const format = formatOf(options, file);
  const { columns, rows } = await inspect(deps.files, actor.park, file, {
    format,
    options: wanted,
    limits: deps.limits,
  });
  const mapping = resolveMapping(kind, options, columns);
  const record: ImportRecord = {
    id: newId(),
    park: actor.park,
    kind: kind.kind,
    source: options.source,
    fileId: file.id,
    fileName: file.name,
    format,
    columns,
    dryRun: options.dryRun,
    rowsTotal: rows,
    createdBy: actor.id,
  };
  return { record, plan: { mapping, actor, encoding: options.encoding, sheet } };
}
