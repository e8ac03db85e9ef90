import type { Tx } from '../../db/database.ts';
import type { OutcomeName, RowOutcome } from './import-kind.ts';

const REHEARSED: Readonly<Partial<Record<OutcomeName, OutcomeName>>> = {
  created: 'would-create',
  updated: 'would-update',
};

class Rehearsed extends Error {}

/** What the rows would become: everything is done and taken back, so a dry run checks what a real one does. */
export async function rehearse(tx: Tx, work: (tx: Tx) => Promise<RowOutcome[]>): Promise<RowOutcome[]> {
  let outcomes: RowOutcome[] = [];
  try {
    await tx.transaction(async (savepoint) => {
      outcomes = await work(savepoint);
      throw new Rehearsed();
    });
  } catch (error) {
    if (!(error instanceof Rehearsed)) throw error;
  }
  return outcomes.map(({ line, outcome, id, errors }) => ({
    line,
    outcome: REHEARSED[outcome] ?? outcome,
    // What was made is taken back, and with it its id; what was met is there.
    ...((outcome === 'unchanged' || outcome === 'refused') && id !== undefined ? { id } : {}),
    ...(errors === undefined ? {} : { errors }),
  }));
}
