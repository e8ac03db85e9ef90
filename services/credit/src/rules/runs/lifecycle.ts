/** The lifecycle of a score run: asked for and cancelled by people, carried on by the workers. */
import { refuse } from '@qinwu/domain/errors';
import type { RunState } from '../../vocabulary.ts';

/** What leads from a state to the next; `cancel` alone is for people to do. */
export const RUN_STEPS = [
  { step: 'plan', from: 'PLANNING', to: 'SCORING', label: '划定' },
  { step: 'score', from: 'SCORING', to: 'PUBLISHING', label: '末片评完' },
  { step: 'publish', from: 'PUBLISHING', to: 'PUBLISHED', label: '发布' },
  { step: 'cancel', from: 'PLANNING', to: 'CANCELLED', label: '取消' },
  { step: 'cancel', from: 'SCORING', to: 'CANCELLED', label: '取消' },
  { step: 'give-up', from: 'PLANNING', to: 'FAILED', label: '放弃' },
  { step: 'give-up', from: 'SCORING', to: 'FAILED', label: '放弃' },
  { step: 'give-up', from: 'PUBLISHING', to: 'FAILED', label: '放弃' },
] as const satisfies readonly { step: string; from: RunState; to: RunState; label: string }[];

/** Refuses to cancel a run that is about to be published or has ended. */
export function ensureCancellable(state: RunState): void {
  if (RUN_STEPS.some(({ step, from }) => step === 'cancel' && from === state)) return;
  const title = { zh: '该批次已结束或正在发布，不能取消', en: 'The run has ended or is being published' };
  throw refuse('conflict', 'transition-not-allowed', title, { extra: { state, allowedActions: [] } });
}
