import type { Caller } from '@qinwu/domain/caller';
import { StaleError } from '@qinwu/platform/db/commit';
import type { Tx } from '@qinwu/platform/db/database';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { ValueAction } from '../../rules/inputs/lifecycle.ts';
import type { EvidenceFile } from '../../store/evidence-files.ts';
import type { NewValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersion } from '../../store/value-writes.ts';
import type { ValueState } from '../../vocabulary.ts';
import { type ValueVersion, versionAfter } from './version-after.ts';

export interface ValueStep {
  /** One of the value's own, or what an upheld objection does to it. */
  readonly action: ValueAction | 'put-right';
  readonly state: ValueState;
  readonly note: string | null;
  /** What is made of it, in 1/10,000 of the unit; null where it stays. */
  readonly value: number | null;
  /** Number of the objection that was upheld. */
  readonly objection?: string;
  /** Files that prove it, beside those it has. */
  readonly evidence?: readonly EvidenceFile[];
}

/** What an action makes of a value, with its entry in the ledger. */
export function nextVersion(
  before: NewValueRow,
  step: ValueStep,
  by: Pick<Caller, 'actor' | 'now'>,
): ValueVersion {
  const { action, state, note, value, evidence = [] } = step;
  const set = {
    state,
    value: value ?? before.value,
    note: note ?? before.note,
    declaredBy: value === null ? before.declaredBy : by.actor.id,
    evidence: [...before.evidence, ...evidence.map(({ id }) => id)],
    verifiedBy: verifierOf(before, action, by.actor.id),
  };
  return versionAfter(before, { action, change: changeOf(step), set }, by);
}

/** What the ledger says of a step. */
function changeOf({ state, note, value, objection, evidence = [] }: ValueStep): Record<string, unknown> {
  return {
    state,
    ...(note === null ? {} : { note }),
    ...(value === null ? {} : { value }),
    ...(objection === undefined ? {} : { objection }),
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}

/** Who vouches for a version: nobody for what was declared anew, whoever corrected it or put it right. */
function verifierOf({ verifiedBy }: NewValueRow, action: ValueStep['action'], actor: string): string | null {
  if (action === 'verify' || action === 'correct' || action === 'put-right') return actor;
  return action === 'redeclare' ? null : verifiedBy;
}

/** Writes a version over the one before, known from the instant of the enterprise's lock. */
export async function writeVersion(
  tx: Tx,
  before: NewValueRow,
  { row, entry }: ValueVersion,
  knownAt: Date,
): Promise<void> {
  if (!(await supersedeVersion(tx, before, knownAt))) throw new StaleError();
  await insertVersions(tx, [{ ...row, knownAt }]);
  await writeEntries(tx, [entry]);
}
