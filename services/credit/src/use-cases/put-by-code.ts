import type { Caller } from '@qinwu/domain/caller';
import { newId } from '@qinwu/domain/id';
import { StaleError } from '@qinwu/platform/db/commit';
import { constraintOf } from '@qinwu/platform/db/constraint';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../deps.ts';
import { type CodedTable, findByCode } from '../store/by-code.ts';
import { saveRecord } from '../store/records.ts';
import { writeRecord } from './write-record.ts';

export interface CodedEntry<R> {
  readonly code: string;
  readonly fields: Omit<R, keyof Base>;
  /** What the ledger says of the fields: amounts as text. */
  readonly change: Readonly<Record<string, unknown>>;
  /** Refuses where the caller has not seen the entry as it stands. */
  ensureSeen(before: { id: string; version: number } | null): void;
  /** Refuses what does not fit beside it, in the same transaction, once the entry is held. */
  ensureHeld?(tx: Tx): Promise<void>;
}

interface Base {
  id: string;
  parkId: string;
  code: string;
  version: number;
  ledgerHash: string;
  recordedAt: Date;
}

/** Enters something that has a code of its own, or replaces what stands of it. */
export async function putByCode<R extends Base>(
  deps: Deps,
  caller: Caller,
  { table, kind }: { table: CodedTable<R>; kind: string },
  { code, fields, change, ensureSeen, ensureHeld }: CodedEntry<R>,
): Promise<{ row: R; isNew: boolean }> {
  const { park } = caller.actor;
  const before = await findByCode(deps.db.orm, table, park, code);
  ensureSeen(before);
  const id = before?.id ?? newId();
  try {
    const row = await writeRecord<R, R>(deps, caller, {
      kind,
      id,
      before,
      action: before === null ? 'entered' : 'changed',
      change: { code, ...change },
      row: (head) =>
        ({ ...fields, ...head, id, parkId: park, code, recordedAt: before?.recordedAt ?? caller.now }) as R,
      async save(tx, made) {
        const isSaved = await saveRecord(tx, table, made as never, before);
        await ensureHeld?.(tx);
        return isSaved;
      },
      present: (made) => ({ answer: made, kept: undefined }),
    });
    return { row, isNew: before === null };
  } catch (error) {
    // Somebody entered it meanwhile: it is an entry the caller has not seen.
    if (constraintOf(error)?.endsWith('_code_key')) throw new StaleError();
    throw error;
  }
}
