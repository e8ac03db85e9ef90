import type { Actor } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Deps } from '../deps.ts';
import { runsCase } from '../rules/standing.ts';
import { type LedgerLine, listLedgerLines } from '../store/ledger-lines.ts';
import { openMandates } from './new-mandates.ts';
import { type OpenedCase, openCase } from './open-case.ts';

/** One step of a case. Its words stay sealed: they hold what sides and mediators wrote in confidence. */
export interface HistoryStep {
  seq: number;
  at: Date;
  actor: string;
  action: string;
  change: Record<string, unknown>;
}

/** What happened to a case, first to last; only those who run it see who did what. */
export async function readHistory(deps: Deps, actor: Actor, id: string): Promise<HistoryStep[]> {
  const found = await openCase(deps, actor, id);
  const lines = await linesOf(deps, found);
  return lines.map(({ seq, at, actor: by, action, body }) => {
    const { words: _words, mandates, ...change } = JSON.parse(body).change;
    const shown =
      mandates === undefined ? {} : { mandates: openMandates(deps, { id, dek: found.dek }, mandates) };
    return { seq, at, actor: by, action, change: { ...change, ...shown } };
  });
}

/** The ledger of a case as it is stored, ready to be verified; personal fields stay ciphertext. */
export async function readLedger(deps: Deps, actor: Actor, id: string): Promise<LedgerLine[]> {
  return linesOf(deps, await openCase(deps, actor, id));
}

async function linesOf(deps: Deps, { row, standing }: OpenedCase): Promise<LedgerLine[]> {
  if (runsCase(standing)) return listLedgerLines(deps.db, row.parkId, row.id);
  throw refuse('forbidden', 'history-not-yours', {
    zh: '只有承办本案的人可以查看办理过程',
    en: 'Only those who run the case see its history',
  });
}
