/** Evidence 证据: held back for its side and the mediators until the side that brought it exchanges it. */
import { refuse } from '@qinwu/domain/errors';
import type { EvidenceStatus, Side } from '../vocabulary.ts';
import { isAtTable, type Standing } from './standing.ts';

/** An item without its words. */
export interface Item {
  side: Side;
  partyId: string;
  status: EvidenceStatus;
  sealed: boolean;
  submittedBy: string;
}

const MOST_OF_SIDE = 500;

/** Whether somebody who stands in the case sees an item and its file; a sealed one is for the mediators alone. */
export function seesItem(item: Item, standing: Standing, actor: string): boolean {
  if (standing.as === 'mediator') return true;
  if (item.sealed || !isAtTable(standing)) return false;
  if (item.status === 'exchanged') return true;
  return standing.as === 'party' ? standing.side === item.side : item.submittedBy === actor;
}

/** There is no such item, or none the caller knows of. */
export function evidenceMissing(): Error {
  return refuse('missing', 'evidence-missing', { zh: '没有该证据', en: 'There is no such evidence' });
}

/** Refuses more evidence of a side than anybody reads. */
export function ensureRoom(items: readonly Item[], side: Side): void {
  if (items.filter((item) => item.side === side).length < MOST_OF_SIDE) return;
  throw refuse('conflict', 'evidence-too-much', {
    zh: '一方的证据已达上限',
    en: 'A side cannot bring more evidence',
  });
}

export type EvidenceAction = 'exchange' | 'withdraw';

/** Refuses who did not bring the item, and what can no longer be done with it: what was shown stays shown. */
export function ensureMovable(item: Item, standing: Standing, actor: string): void {
  const isOwn =
    standing.as === 'party' ? standing.parties.includes(item.partyId) : item.submittedBy === actor;
  if (!isOwn && standing.as !== 'mediator') {
    throw refuse('forbidden', 'evidence-not-yours', {
      zh: '限提交该证据的一方',
      en: 'For who brought the evidence',
    });
  }
  if (item.status === 'held-back') return;
  throw refuse(
    'conflict',
    'evidence-not-held-back',
    { zh: '该证据已经交换或撤回', en: 'The evidence was exchanged or withdrawn already' },
    { extra: { status: item.status } },
  );
}
