/** Who may move a score model, and when: two people stand behind what others are scored by. */
import { refuse } from '@qinwu/domain/errors';
import type { ModelState } from '../../vocabulary.ts';
import { type ModelAction, modelLifecycle } from './lifecycle.ts';

/** A model as far as its lifecycle is concerned. */
export interface MovableModel {
  state: ModelState;
  author: string;
}

export interface ModelMove {
  model: MovableModel;
  action: ModelAction;
  /** Subject of who acts. */
  actor: string;
  /** Other published models of the scheme that apply on the day. */
  othersInForce: number;
  /** The model was tried on the real enterprises as its document stands. */
  wasTried: boolean;
}

/** The state after the move; refuses 409 against the state, 403 where one person would do the work of two. */
export function decideModelMove({ model, action, actor, othersInForce, wasTried }: ModelMove): ModelState {
  const next = modelLifecycle.next(model.state, action);
  if (action === 'publish' && model.author === actor) {
    throw refuse('forbidden', 'second-person-needed', {
      zh: '起草人不能发布自己的模型，须由他人复核发布',
      en: 'Nobody publishes a model of their own',
    });
  }
  // Champion and challenger: whoever publishes has seen what it does to everybody.
  if (action === 'publish' && othersInForce > 0 && !wasTried) {
    throw refuse('conflict', 'trial-missing', {
      zh: '已有施行的模型：先以该模型试评（POST /credit/v1/score-runs），与现行积分对照后再发布',
      en: 'Another model is in force: try this one first (POST /credit/v1/score-runs) and compare',
    });
  }
  if (action === 'retire' && othersInForce === 0) {
    throw refuse('conflict', 'only-model-in-force', {
      zh: '这是该方案唯一施行的模型，先发布新的再停用',
      en: 'This is the only model of the scheme in force; publish another first',
    });
  }
  return next;
}
