import { StaleError } from '@qinwu/platform/db/commit';
import { keepAnswer } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import type { TitleRow } from '../../store/titles/title-table.ts';
import { insertTitle, saveTitle } from '../../store/titles/titles.ts';
import type { Caller, Present } from '../caller.ts';

/** One step of a title. */
export interface TitleStep<A> {
  /** The title as the step found it; null for a new one. */
  readonly before: TitleRow | null;
  /** The title as the step leaves it, but for its place in the chain. */
  readonly row: Omit<TitleRow, 'version' | 'ledgerHash'>;
  readonly action: string;
  readonly change: Readonly<Record<string, unknown>>;
  announce(row: TitleRow): OutboxRow[];
  readonly present: Present<TitleRow, A>;
}

/** Takes one step: the title, its ledger entry, its event and the kept answer, or none of them. */
export async function writeTitle<A>(
  deps: Deps,
  { actor, now }: Caller,
  { before, row: made, action, change, announce, present }: TitleStep<A>,
): Promise<A> {
  const of = { park: actor.park, caseKind: 'title', caseId: made.id, at: now, actor: actor.id };
  const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
  const entry = makeEntry({ ...of, action, change }, head);
  const row: TitleRow = { ...made, version: entry.seq, ledgerHash: entry.hash };
  const { answer, kept } = present(row);
  await inTransaction(deps.db, async (tx) => {
    if (before === null) await insertTitle(tx, row);
    else if (!(await saveTitle(tx, row, before.version))) throw new StaleError();
    await writeEntries(tx, [entry]);
    await publish(tx, announce(row));
    if (kept !== undefined) await keepAnswer(tx, kept);
  });
  deps.log.info({ title: row.id, action, version: row.version }, 'title recorded');
  return answer;
}
