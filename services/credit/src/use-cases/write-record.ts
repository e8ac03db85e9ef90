import type { Caller } from '@qinwu/domain/caller';
import { StaleError } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { keepAnswer, type Present } from '@qinwu/platform/db/idempotency';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { OutboxRow } from '@qinwu/platform/db/outbox-row';
import { publish } from '@qinwu/platform/db/publish';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../deps.ts';
import type { Head } from '../store/records.ts';

/** One step of one record. */
export interface RecordStep<R extends Head, A> {
  /** As the ledger names what it is. */
  readonly kind: string;
  readonly id: string;
  /** The record as the step found it; null for a new one. */
  readonly before: Head | null;
  readonly action: string;
  /** What the ledger says of it: JSON, amounts as text. */
  readonly change: Readonly<Record<string, unknown>>;
  /** The record with the new head of its chain. */
  row(head: Head): R;
  /** Writes the row; false where it is stale by now. */
  save(tx: Tx, row: R): Promise<boolean>;
  events?(row: R): OutboxRow[];
  readonly present: Present<R, A>;
}

/** Takes one step: the row, its ledger entry, its events and the kept answer, or none of them. */
export async function writeRecord<R extends Head, A>(
  deps: Deps,
  { actor, now }: Caller,
  step: RecordStep<R, A>,
): Promise<A> {
  const { kind: caseKind, id: caseId, before, action, change } = step;
  const of = { park: actor.park, caseKind, caseId, at: now, actor: actor.id, action, change };
  const entry = makeEntry(of, before === null ? null : { seq: before.version, hash: before.ledgerHash });
  const row = step.row({ version: entry.seq, ledgerHash: entry.hash });
  const { answer, kept } = step.present(row);
  await inTransaction(deps.db, async (tx) => {
    if (!(await step.save(tx, row))) throw new StaleError();
    await writeEntries(tx, [entry]);
    await publish(tx, step.events?.(row) ?? []);
    if (kept !== undefined) await keepAnswer(tx, kept);
  });
  deps.log.info({ [caseKind]: caseId, action, version: entry.seq }, 'recorded');
  return answer;
}
