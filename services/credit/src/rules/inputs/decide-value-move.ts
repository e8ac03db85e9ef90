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

/** The state after the move; refuses 409 against the state, naming what the actor may do, 403 against the person. */
export function decideValueMove(value: MovableValue, action: ValueAction, actor: Actor): ValueState {
  const next = valueLifecycle.next(value.state, action, () => allowedValueActions(value, actor));
  const refusal = refusalOf(value, action, actor);
  if (refusal !== null) throw refusal;
  return next;
}

/** The actions on a value that are open to the actor. */
export function allowedValueActions(value: MovableValue, actor: Actor): ValueAction[] {
  return valueLifecycle
    .allowedActions(value.state, actor.roles)
    .filter((action) => refusalOf(value, action, actor) === null);
}

function refusalOf(value: MovableValue, action: ValueAction, actor: Actor): Error | null {
  switch (action) {
    case 'correct':
    case 'redeclare': {
      if ((action === 'redeclare') === (value.source === 'declaration')) return null;
      return refuse('forbidden', 'source-not-yours', {
        zh: '企业只更正本企业的申报，其他来源的数据由园区更正',
        en: 'An enterprise corrects what it declared itself, the park what other sources state',
      });
    }
    case 'withdraw': {
      const isKeeper = hasRole(actor, 'officer', 'admin', 'client');
      if (isKeeper || value.source === 'declaration') return null;
      return refuse('forbidden', 'declaration-not-own', {
        zh: '企业只能撤回本企业的申报',
        en: 'An enterprise withdraws only what it declared itself',
      });
    }
    case 'verify':
    case 'reject': {
      if (value.declaredBy !== actor.id && value.uscc !== actor.org) return null;
      return refuse('forbidden', 'second-person-needed', {
        zh: '申报人及本企业的人员不能核验，须由他人核验',
        en: 'Nobody examines a declaration of their own or of their enterprise',
      });
    }
  }
}
