import { newId } from '@qinwu/domain/id';
import { localDateOf } from '@qinwu/domain/local-date';
import type { ImportContext, ParsedRow, RowOutcome } from '@qinwu/platform/bulk/import/import-kind';
import { keepRecordKey } from '@qinwu/platform/crypto/record-key';
import type { Tx } from '@qinwu/platform/db/database';
import { publish } from '@qinwu/platform/db/publish';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { takeNumbersIn } from '@qinwu/platform/numbers/number-source';
import type { Deps } from '../../deps.ts';
import type { NamedInjury } from '../../injury-vocabulary.ts';
import { clockLine, summarize } from '../../rules/case-clock.ts';
import { byColumns } from '../../rules/column-pointers.ts';
import { authorityLimits } from '../../rules/injury/authority-limits.ts';
import { type InjuryPast, injuryBodyOf, injuryPastOf } from '../../rules/injury/imported-application.ts';
import { bareOf, isBare } from '../../rules/injury/imported-bare.ts';
import { INJURY_FORM } from '../../rules/injury/imported-columns.ts';
import type { ImportedInjury } from '../../rules/injury/imported-row.ts';
import { checkInjury } from '../../rules/injury/intake.ts';
import { isBeforeTransfer, standsForAccident } from '../../rules/injury/lifecycle.ts';
import { openFrom } from '../../rules/injury/limits.ts';
import { countsNowhere } from '../../rules/injury/opened-in-error.ts';
import { checklist, type InjurySettings, transferTerm } from '../../rules/injury/settings.ts';
import { findImported, lockSource, rememberImport } from '../../store/imported-records.ts';
import { findFiledInjury } from '../../store/injury-accident.ts';
import { insertInjuryRow } from '../../store/injury-commits.ts';
import type { InjuryClockRow } from '../../store/injury-table.ts';
import { refIndex } from '../external-ref.ts';
import { recordKnown } from '../import-cases.ts';
import { announceReceived } from './announce-injury.ts';
import { clockRowsOf } from './commit-application.ts';
import { draftApplication, INJURY_PREFIX, type InjuryDraft, limitsOf } from './draft-application.ts';
import { goesOn, linkImported } from './imported-duplicate.ts';
import { settingsOn } from './read-settings.ts';
import { alreadyFiled, isFiledTwice } from './same-accident.ts';

/** The import with what the park sets for its window. */
type Settled = ImportContext & { settings: InjurySettings };

/** Takes a slice of rows into the register of applications, in their order; the same row again changes nothing. */
export async function importApplications(
  deps: Deps,
  tx: Tx,
  rows: readonly ParsedRow<ImportedInjury>[],
  context: ImportContext,
): Promise<RowOutcome[]> {
  await lockSource(tx, context.actor.park, context.source);
  const outcomes: RowOutcome[] = [];
  for (const { line, row } of rows) outcomes.push({ line, ...(await importOne(deps, tx, row, context)) });
  return outcomes;
}

async function importOne(
  deps: Deps,
  tx: Tx,
  fields: ImportedInjury,
  context: ImportContext,
): Promise<Pick<RowOutcome, 'outcome' | 'id'>> {
  const { source, now } = context;
  const { park } = context.actor;
  const { externalRef } = fields;
  const externalRefIndex = refIndex(deps, source, externalRef);
  const key = { parkId: park, kind: 'injury', source, externalRef, externalRefIndex } as const;
  const contentHash = deps.keyring.blindIndex('imported-injury', JSON.stringify(fields));
  const known = await findImported(tx, key);
  if (known?.contentHash === contentHash) return { outcome: 'unchanged', id: known.id };
  if (known !== null) throw recordKnown(known.id);
  const settings = await settingsOn(tx, park, localDateOf(now));
  const drafted = await draftOf(deps, tx, fields, { ...context, settings });
  const duplicateOf =
    fields.duplicateOf === undefined
      ? null
      : await goesOn(deps, tx, { ...key, duplicateOf: fields.duplicateOf });
  const draft =
    fields.state === undefined
      ? drafted
      : asPast(deps, drafted, { fields, duplicateOf }, { ...context, settings });
  const { row, entry, wrapped } = draft;
  await insertNew(tx, draft);
  if (row.duplicateOf !== null) await linkImported(tx, row, context);
  await keepRecordKey(tx, { park, recordId: row.id, wrapped });
  await writeEntries(tx, [entry]);
  // Of one accident one application counts.
  if (!countsNowhere(row)) await publish(tx, announceReceived(deps, row, { now }));
  await rememberImport(tx, { ...key, recordId: row.id, contentHash });
  return { outcome: 'created', id: row.id };
}

/**
 * Writes the application; a second one of the same accident, in the file or before it, is its row's own fault. The look
 * before names the other one; what comes in at the same moment only the index sees.
 */
async function insertNew(tx: Tx, { row, clocks }: InjuryDraft): Promise<void> {
  const filed = standsForAccident(row.state) ? await findFiledInjury(tx, row.parkId, row, row.id) : null;
  if (filed !== null) throw alreadyFiled(filed.row);
  try {
    await insertInjuryRow(tx, row, clocks);
  } catch (error) {
    throw isFiledTwice(error) ? alreadyFiled(null) : error;
  }
}

async function draftOf(
  deps: Deps,
  tx: Tx,
  fields: ImportedInjury,
  { actor, now, settings }: Settled,
): Promise<InjuryDraft> {
  const body = injuryBodyOf(fields);
  const checked = isBare(fields)
    ? bareOf(fields)
    : byColumns(INJURY_FORM, () => checkInjury(body, actor, now));
  const date = localDateOf(now);
  const [number = ''] = await takeNumbersIn(tx, actor.park, { prefix: INJURY_PREFIX, date, count: 1 });
  return draftApplication(deps, {
    ...checked,
    content: { ...checked.content, closingNote: null },
    park: actor.park,
    number,
    delegated: body.delegated ?? false,
    sensitiveConsent: fields.sensitiveConsent,
    materials: checklist(settings),
    caseId: null,
    partyId: null,
    filedBy: actor.id,
    enteredByStaff: false,
    appliedOn: date,
    files: [],
    now,
  });
}

/**
 * The limits of art. 17 run where the authority has not received it yet; what the window received for it kept them, or
 * not, then. What was complete waits to be handed over since that day, and what was handed over for the authority.
 */
function limitsOfPast(
  { calendar }: Deps,
  { row }: InjuryDraft,
  past: InjuryPast,
  { now, settings }: Pick<Settled, 'now' | 'settings'>,
): InjuryClockRow[] {
  const { state, receivedOn, receivedAt, completeOn, extensions, excluded } = past;
  if (!isBeforeTransfer(state)) {
    return clockRowsOf(row, authorityLimits(past, row.delegated, { now, calendar }));
  }
  const at = row.delegated ? receivedAt : now;
  const limits = clockRowsOf(row, limitsOf({ ...row, extensions, excluded, now: at }, calendar));
  // Without a day the window's own limit stands in for those of the law.
  const from = row.baseOn === null ? receivedOn : state === 'COMPLETE' ? completeOn : null;
  if (from === null) return limits;
  const own = openFrom(newId(), 'transfer', transferTerm(settings), { from, now, calendar });
  return [...limits, ...clockRowsOf(row, [own])];
}

/** The same application with its past behind it: one entry tells of it. */
function asPast(
  deps: Deps,
  draft: InjuryDraft,
  { fields, duplicateOf }: { fields: ImportedInjury; duplicateOf: NamedInjury | null },
  { actor, now, settings }: Settled,
): InjuryDraft {
  const { row, content, dek, wrapped } = draft;
  const past = injuryPastOf(fields, now);
  const clocks = limitsOfPast(deps, draft, past, { now, settings });
  const change = {
    number: row.number,
    past: JSON.parse(JSON.stringify(past)),
    ...(duplicateOf === null ? {} : { duplicateOf }),
    clocks: clocks.map(clockLine),
    words: row.content,
  };
  const step = { park: row.parkId, caseKind: 'injury', caseId: row.id, at: now, actor: actor.id };
  const entry = makeEntry({ ...step, action: 'imported', change }, null);
  const over = { imported: true, ...summarize(clocks, now), ledgerHash: entry.hash };
  return { row: { ...row, ...past, duplicateOf, ...over }, clocks, content, entry, dek, wrapped };
}
