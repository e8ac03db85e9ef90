/** What a posting moves: as much out of one account as into another. */
import type { PostingKind, RiskAccount } from '../../money-words.ts';

export interface Entry {
  readonly account: RiskAccount;
  /** In fen, into the account; below zero out of it. */
  readonly amount: bigint;
}

/** From which account to which each kind moves; a reversal moves back what another moved. */
const MOVES: Readonly<Record<Exclude<PostingKind, 'reversal'>, { from: RiskAccount; to: RiskAccount }>> = {
  contribution: { from: 'funders', to: 'pool' },
  payout: { from: 'pool', to: 'losses' },
  recovery: { from: 'recovered', to: 'pool' },
};

/** The two entries of a posting. */
export function entriesOf(kind: Exclude<PostingKind, 'reversal'>, amount: bigint): [Entry, Entry] {
  const { from, to } = MOVES[kind];
  return [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
}

/** The entries that take others back. */
export function reversedEntries(entries: readonly Entry[]): Entry[] {
  return entries.map(({ account, amount }) => ({ account, amount: -amount }));
}
