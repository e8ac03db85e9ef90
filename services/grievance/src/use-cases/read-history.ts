import type { Actor } from '@qinwu/domain/actor';
import type { Deps } from '../deps.ts';
import { sightOf } from '../rules/sight.ts';
import { type LedgerLine, listLedgerLines } from '../store/ledger-lines.ts';
import { type OpenedGrievance, readGrievance } from './grievance-case.ts';
import { openWords } from './reporter-secrets.ts';

/** One step of a grievance in words; `words` is what people wrote, empty once erased. */
export interface HistoryStep {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  change: Record<string, unknown>;
  words: Record<string, unknown>;
}

function stepOf(deps: Deps, { dek, row }: OpenedGrievance, line: LedgerLine): HistoryStep {
  const { seq, at, actor, action } = line;
  const { change } = JSON.parse(line.body);
  const { words: sealed, ...rest } = change;
  const words = openWords(deps.keyring, dek, { id: row.id, seq }, sealed);
  return { seq, at, actor, action, change: rest, words };
}

/** What happened to a grievance, first to last; the reporter is left out of the words. */
export async function readHistory(deps: Deps, actor: Actor, id: string): Promise<HistoryStep[]> {
  const found = await readGrievance(deps, actor, id);
  const lines = await listLedgerLines(deps.db, actor.park, id);
  const isHidden = sightOf(actor, found.row) === 'none';
  return lines.map((line) => {
    const step = stepOf(deps, found, line);
    const { reporter: _reporter, ...words } = step.words;
    return { ...step, words: isHidden ? {} : words };
  });
}

/** The ledger of a grievance as it is stored, ready to be verified; personal fields stay ciphertext. */
export async function readLedger(deps: Deps, actor: Actor, id: string): Promise<LedgerLine[]> {
  await readGrievance(deps, actor, id);
  return listLedgerLines(deps.db, actor.park, id);
}
