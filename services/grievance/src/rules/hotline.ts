/**
 * Orders of the 12345 hotline. The hotline owns their due date, their return 退单 and their extension 延期
 * (国办《关于进一步规范和提升12345热线服务的意见》, dispatch-objection review): ours wait for its answer.
 */
import { fieldRule } from '@qinwu/domain/errors';
import type { HotlineMatter } from '../vocabulary.ts';
import type { BodyOf, Move } from './action-bodies.ts';
import { type Grievance, isHotlineOrder } from './grievance.ts';

/** What an action leaves waiting for the hotline: null for our own cases. */
export function askHotline(grievance: Grievance, matter: HotlineMatter): HotlineMatter | null {
  return isHotlineOrder(grievance) ? matter : grievance.hotlinePending;
}

/** The date of a new cycle: the hotline's new one, or its old one, which goes on governing until it gives another. */
export function redoDueAt(grievance: Grievance, { hotlineDueAt }: BodyOf<'redo'>): Date | null {
  if (hotlineDueAt === undefined) return grievance.hotlineDueAt;
  if (isHotlineOrder(grievance)) return new Date(hotlineDueAt);
  throw fieldRule('/hotlineDueAt', 'not-a-hotline-order', {
    zh: '只有 12345 工单有热线期限',
    en: 'Only orders of the hotline carry its due date',
  });
}

/** The action the hotline's answer amounts to; it then runs as any other. */
export function moveOfAnswer(
  matter: HotlineMatter,
  answer: BodyOf<'hotline-answer'>,
  grievance: Grievance,
): Move {
  const reason = answer.note ?? (answer.granted ? '热线同意' : '热线不同意');
  if (matter === 'return') {
    if (answer.granted) return { action: 'decline', body: { code: 'returned-to-hotline', reason } };
    // What nobody was given yet is the park's to accept and to assign.
    if (grievance.dispatchedAt === null) return { action: 'accept', body: { note: reason } };
    return { action: 'reject-return', body: { reason } };
  }
  if (!answer.granted) return { action: 'refuse-extension', body: { reason } };
  if (answer.dueAt === undefined) {
    throw fieldRule('/dueAt', 'hotline-due-missing', {
      zh: '热线同意延期时须给出新期限',
      en: 'A granted extension of a hotline order carries its new due date',
    });
  }
  return { action: 'approve-extension', body: { note: reason } };
}
