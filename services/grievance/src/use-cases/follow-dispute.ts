import type { Tx } from '@qinwu/platform/db/database';
import type { LedgerEntry } from '@qinwu/platform/ledger/entry';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import type { Deps } from '../deps.ts';
import { type CaseWord, followCase } from '../rules/referral.ts';
import type { FoundGrievance } from '../store/find-grievance.ts';
import { lockGrievances } from '../store/visit-grievances.ts';
import { type WrittenGrievance, writeGrievances } from './write-grievances.ts';

/** What mediation said of a case that came from one of our grievances. */
export interface DisputeWord extends CaseWord {
  park: string;
  grievanceId: string;
  /** When it was said. */
  at: Date;
}

/** Mediation, as the ledger names it. */
const MEDIATION = 'system:mediation';

/**
 * Writes what mediation says into the referrals it is about, each new word with its ledger entry. What is older than
 * a word already here, or of a case nobody referred, changes nothing.
 */
export async function followDisputes(deps: Deps, tx: Tx, words: readonly DisputeWord[]): Promise<void> {
  for (const [park, own] of Map.groupBy(words, (word) => word.park)) {
    const byGrievance = Map.groupBy(own, (word) => word.grievanceId);
    const found = await lockGrievances(tx, park, [...byGrievance.keys()]);
    const written = [...byGrievance].flatMap(([id, said]) => {
      const grievance = found.get(id);
      const followed = grievance === undefined ? null : follow(grievance, said);
      if (followed === null) deps.log.info({ grievance: id }, 'mediation said nothing new of a grievance');
      return followed ?? [];
    });
    if (written.length > 0) await writeGrievances(tx, park, written);
  }
}

/** The grievance after all that was said of it, the oldest word first; null where nothing of it is new. */
function follow({ row: before }: FoundGrievance, said: readonly DisputeWord[]): WrittenGrievance | null {
  let row = before;
  const entries: LedgerEntry[] = [];
  for (const word of said.toSorted((one, other) => one.sequence - other.sequence)) {
    const referral = row.referral === null ? null : followCase(row.referral, word);
    if (referral === null) continue;
    const { caseId, caseNumber, end } = word;
    const entry = makeEntry(
      {
        park: row.parkId,
        caseKind: 'grievance',
        caseId: row.id,
        at: word.at,
        actor: MEDIATION,
        action: end === undefined ? 'dispute-registered' : 'dispute-concluded',
        change: { case: caseId, number: caseNumber, ...end },
      },
      { seq: row.version, hash: row.ledgerHash },
    );
    entries.push(entry);
    row = { ...row, referral, version: entry.seq, ledgerHash: entry.hash };
  }
  return entries.length === 0 ? null : { row, clocks: [], wrapped: null, entries, events: [] };
}
