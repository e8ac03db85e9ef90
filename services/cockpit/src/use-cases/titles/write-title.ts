import type { Caller } from '@qinwu/domain/caller';
import { StaleError } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { type LedgerEntry, makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { insertTitle, saveTitle } from '../../store/titles/titles.ts';

/** A title without its place in its chain. */
export type UnwrittenTitle = Omit<TitleRow, 'version' | 'ledgerHash'>;

/** One step of a title. */
export interface TitleStep {
  /** The title as the step found it; null for a new one. */
  readonly before: TitleRow | null;
  /** The title as the step leaves it. */
  readonly row: UnwrittenTitle;
  readonly action: string;
  readonly change: Readonly<Record<string, unknown>>;
  announce(row: TitleRow): OutboxRow[];
}

interface Drafted {
  readonly row: TitleRow;
  readonly entry: LedgerEntry;
}

function draft({ actor, now }: Caller, { before, row: made, action, change }: TitleStep): Drafted {
  const of = { park: actor.park, caseKind: 'title', caseId: made.id, at: now, actor: actor.id };
  const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
  const entry = makeEntry({ ...of, action, change }, head);
  return { row: { ...made, version: entry.seq, ledgerHash: entry.hash }, entry };
}

async function save(tx: Tx, { before, announce }: TitleStep, { row, entry }: Drafted): Promise<void> {
  if (before === null) await insertTitle(tx, row);
  else if (!(await saveTitle(tx, row, before.version))) throw new StaleError();
  await writeEntries(tx, [entry]);
  await publish(tx, announce(row));
}

/** Takes one step: the title, its ledger entry, its event and the kept answer, or none of them. */
export async function writeTitle<A>(
  deps: Deps,
  caller: Caller,
  step: TitleStep,
  present: Present<TitleRow, A>,
): Promise<A> {
  const drafted = draft(caller, step);
  const { answer, kept } = present(drafted.row);
  await inTransaction(deps.db, async (tx) => {
    await save(tx, step, drafted);
    if (kept !== undefined) await keepAnswer(tx, kept);
  });
  const { id: title, version } = drafted.row;
  deps.log.info({ title, action: step.action, version }, 'title recorded');
  return answer;
}

/** Takes one step in a transaction that takes others too. */
export async function writeTitleIn(tx: Tx, caller: Caller, step: TitleStep): Promise<void> {
  await save(tx, step, draft(caller, step));
}
