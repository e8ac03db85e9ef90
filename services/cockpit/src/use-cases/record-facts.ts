import type { Tx } from '@qinwu/platform/db/database';
import type { FactChange } from '../rules/fact-change.ts';
import { writeFacts } from '../store/write-facts.ts';

/** What the facts of an event take from its envelope. */
export interface FactSource {
  readonly id: string;
  readonly park: string;
  readonly sequence: number;
}

/** Writes the facts of a batch of events; versions older than what is known change nothing. */
export async function recordFacts(
  tx: Tx,
  batch: readonly { readonly source: FactSource; readonly changes: readonly FactChange[] }[],
): Promise<void> {
  const versions = batch.flatMap(({ source, changes }) =>
    changes.map((change) => ({
      ...change,
      park: source.park,
      sourceEvent: source.id,
      sequence: source.sequence,
    })),
  );
  await writeFacts(tx, versions);
}
