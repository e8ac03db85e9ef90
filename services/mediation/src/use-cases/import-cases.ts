import { refuse } from '@qinwu/domain/errors';
import { localDateOf } from '@qinwu/domain/local-date';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import { keepRecordKey } from '@qinwu/platform/crypto/record-key';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { takeNumbersIn } from '@qinwu/platform/numbers/number-source';
import type { Deps } from '../deps.ts';
import { pastOf } from '../rules/case-past.ts';
import { byColumns } from '../rules/column-pointers.ts';
import { type ImportedRow, intakeOf, isHistory } from '../rules/imported-case.ts';
import { CASE_FORM } from '../rules/imported-columns.ts';
import { checkIntake } from '../rules/intake.ts';
import type { IntakeBody } from '../rules/intake-body.ts';
import { findBySource } from '../store/external-refs.ts';
import { findImported, lockSource, rememberImport } from '../store/imported-records.ts';
import { insertCaseRow } from '../store/insert-cases.ts';
import { isLabour } from '../vocabulary.ts';
import { announceNewCase, announceWholeCase } from './announce-case.ts';
import { takeArchiveNumber } from './archive-number.ts';
import { caseTerm } from './case-term.ts';
import { type CaseDraft, draftCase, NUMBER_PREFIX } from './draft-case.ts';
import { refIndex } from './external-ref.ts';
import { newCaseOf } from './register-case.ts';

/** A row with what else its source says. */
export interface SourcedCase {
  fields: ImportedRow;
  extension: IntakeBody['extension'];
}

/**
 * Takes a slice of rows into the register, in their order. The same row again changes nothing; a case that came in
 * differently before is put right in the service, where its ledger tells who did it.
 */
export async function importCases(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<SourcedCase>[],
  context: ImportContext,
): Promise<RowOutcome[]> {
  await lockSource(tx, context.actor.park, context.source);
  const outcomes: RowOutcome[] = [];
  for (const { line, row } of rows) outcomes.push({ line, ...(await importCase(deps, tx, row, context)) });
  return outcomes;
}

/** The refusal of other content under a number that is in the register. */
export function recordKnown(id: string): Error {
  return refuse(
    'conflict',
    'record-known',
    {
      zh: '该来源编号已在册而内容不同，请在系统中更正',
      en: 'This number is in the register with other content: correct it there',
    },
    { extra: { existing: { id } } },
  );
}

async function importCase(
  deps: Deps,
  tx: Tx,
  sourced: SourcedCase,
  context: ImportContext,
): Promise<Pick<RowOutcome, 'outcome' | 'id'>> {
  const { park } = context.actor;
  const { externalRef } = sourced.fields;
  const contentHash = deps.keyring.blindIndex('imported-case', JSON.stringify(sourced));
  const { source } = context;
  const externalRefIndex = refIndex(deps, source, externalRef);
  const key = { parkId: park, kind: 'case', source, externalRef, externalRefIndex } as const;
  const known = await findImported(tx, key);
  if (known?.contentHash === contentHash) return { outcome: 'unchanged', id: known.id };
  const met = known?.id ?? (await findBySource(tx, key));
  if (met !== null) throw recordKnown(met);
  const draft = await draftOf(deps, tx, sourced, context);
  const { row, entry, wrapped } = draft;
  await insertCaseRow(tx, row, draft.clocks);
  await takeArchiveNumber(tx, row);
  await keepRecordKey(tx, { park, recordId: row.id, wrapped });
  await writeEntries(tx, [entry]);
  const { now } = context;
  await publish(tx, row.imported ? announceWholeCase(deps, row, now) : announceNewCase(deps, row, { now }));
  await rememberImport(tx, { ...key, recordId: row.id, contentHash });
  return { outcome: 'created', id: row.id };
}

async function draftOf(
  deps: Deps,
  tx: Tx,
  { fields, extension }: SourcedCase,
  { actor, now, source }: ImportContext,
): Promise<CaseDraft> {
  const body = intakeOf(fields, source, extension);
  const isPast = isHistory(fields);
  const arrival = isPast ? 'past' : 'imported';
  const checked = byColumns(CASE_FORM, () => checkIntake(body, actor, { now, arrival }));
  const past = isPast ? pastOf(fields, now) : undefined;
  const date = localDateOf(now);
  const [number = ''] = await takeNumbersIn(tx, actor.park, { prefix: NUMBER_PREFIX, date, count: 1 });
  const { channel, delegation = null } = fields;
  const about = { park: actor.park, labour: isLabour(fields.category), channel, delegation };
  const term = await caseTerm(tx, about, past?.receivedOn ?? date);
  const of = newCaseOf(body, checked, { actor, number, files: [], now, term });
  const { closingNote = null, extendedDays } = fields;
  const content = { ...of.content, closingNote };
  return draftCase(
    deps,
    past === undefined ? of : { ...of, content, receivedOn: past.receivedOn, past, extendedDays },
  );
}
