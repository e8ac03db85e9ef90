import type { VerifyReport } from '@qinwu/platform/ledger/verify';
import type { Verdict } from './judge.ts';

/** What one look at the accounts saw: their sum, the pool, and how far they are from their entries. In fen. */
export interface PoolLook {
  readonly sum: bigint;
  readonly pool: bigint;
  readonly apart: bigint;
}

export interface PoolEvidence {
  /** Ids of the postings that stand, as often as they do. */
  readonly stored: readonly string[];
  readonly looks: readonly PoolLook[];
  readonly ledger: VerifyReport;
}

/** Compares what was acknowledged with what stands, and every look with what must hold at any time. */
export function judgePool(acknowledged: readonly string[], { stored, looks, ledger }: PoolEvidence): Verdict {
  const standing = new Set(stored);
  const of = (isAtFault: (look: PoolLook) => boolean): number => looks.filter(isAtFault).length;
  const zero = {
    lost: acknowledged.filter((id) => !standing.has(id)).length,
    // Every request is repeated until it is answered: what stands was acknowledged.
    storedTwice: stored.length - new Set(acknowledged).size,
    notAddedUp: of(({ sum }) => sum !== 0n),
    belowZero: of(({ pool }) => pool < 0n),
    balanceApart: of(({ apart }) => apart !== 0n),
    unseen: looks.length === 0 ? 1 : 0,
    ledgerBroken: ledger.fault === null ? 0 : 1,
  };
  const faults = Object.entries(zero).flatMap(([name, value]) => (value === 0 ? [] : [`${name}: ${value}`]));
  return { figures: { acknowledged: acknowledged.length, looks: looks.length, ...zero }, faults };
}
