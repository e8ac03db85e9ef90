/** Who may move an indicator value: nobody verifies what they declared, or what is their own enterprise's. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { refuse } from '@qinwu/domain/errors';
import type { Source, ValueState } from '../../vocabulary.ts';
import { type ValueAction, valueLifecycle } from './lifecycle.ts';

export interface MovableValue {
  uscc: string;
  source: Source;
  state: ValueState;
  declaredBy: string;
}

/** The state after the move; refuses 409 against the state, 403 against the person. */
export function decideValueMove(value: MovableValue, action: ValueAction, actor: Actor): ValueState {
  const next = valueLifecycle.next(value.state, action);
  if (action === 'correct' || action === 'redeclare') {
    if ((action === 'redeclare') === (value.source === 'declaration')) return next;
    throw refuse('forbidden', 'source-not-yours', {
      zh: '企业只更正本企业的申报，其他来源的数据由园区更正',
      en: 'An enterprise corrects what it declared itself, the park what other sources state',
    });
  }
  if (action === 'withdraw') {
    const isKeeper = hasRole(actor, 'officer', 'admin', 'client');
    if (isKeeper || value.source === 'declaration') return next;
    throw refuse('forbidden', 'declaration-not-own', {
      zh: '企业只能撤回本企业的申报',
      en: 'An enterprise withdraws only what it declared itself',
    });
  }
  if (value.declaredBy === actor.id || value.uscc === actor.org) {
    throw refuse('forbidden', 'second-person-needed', {
      zh: '申报人及本企业的人员不能核验，须由他人核验',
      en: 'Nobody examines a declaration of their own or of their enterprise',
    });
  }
  return next;
}
