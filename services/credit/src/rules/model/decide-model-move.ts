/** Who may move a score model, and when: two people stand behind what others are scored by. */
import { refuse, type Text } from '@qinwu/domain/errors';
import type { ModelState } from '../../vocabulary.ts';
import { type ModelAction, modelLifecycle } from './lifecycle.ts';
import { type ModelTrial, trialGap } from './trial-gap.ts';

/** A model as far as its lifecycle is concerned. */
export interface MovableModel {
  state: ModelState;
  /** SHA-256 of its document as it stands. */
  hash: string;
  author: string;
  editors: readonly string[];
}

export interface ModelMove {
  model: MovableModel;
  action: ModelAction;
  /** Subject of who acts. */
  actor: string;
  /** Other published models of the scheme that apply on the day. */
  othersInForce: number;
  /** Its trials on the real enterprises, and whether scores of the scheme stand to compare with. */
  trials: readonly ModelTrial[];
  hasStanding: boolean;
}

/** True for who wrote any of a model's text. */
function isWriter({ author, editors }: Pick<MovableModel, 'author' | 'editors'>, actor: string): boolean {
  return author === actor || editors.includes(actor);
}

/** The actions open to somebody: whoever wrote any of a model does not publish it. */
export function openModelActions(
  model: Pick<MovableModel, 'state' | 'author' | 'editors'>,
  actor: string,
): ModelAction[] {
  const open = modelLifecycle.allowedActions(model.state);
  return isWriter(model, actor) ? open.filter((action) => action !== 'publish') : open;
}

/** The state after the move; refuses 409 against the state, 403 where one person would do the work of two. */
export function decideModelMove(move: ModelMove): ModelState {
  const { model, action, actor, othersInForce, trials, hasStanding } = move;
  const next = modelLifecycle.next(model.state, action);
  if (action === 'publish' && isWriter(model, actor)) {
    throw refuse('forbidden', 'second-person-needed', {
      zh: '起草或修改过该模型的人不能发布，须由他人复核发布',
      en: 'Nobody publishes a model they drafted or edited',
    });
  }
  if (action === 'publish' && othersInForce > 0) {
    // Champion and challenger: whoever publishes has seen what it does to everybody.
    const gap = trialGap(trials, { hash: model.hash, hasStanding });
    if (gap !== null) throw trialMissing(gap);
  }
  if (action === 'retire' && othersInForce === 0) {
    throw refuse('conflict', 'only-model-in-force', {
      zh: '这是该方案唯一施行的模型，先发布新的再停用',
      en: 'This is the only model of the scheme in force; publish another first',
    });
  }
  return next;
}

function trialMissing(detail: Text): Error {
  return refuse(
    'conflict',
    'trial-missing',
    {
      zh: '已有施行的模型：先以该模型试评（POST /credit/v1/score-runs），与现行积分对照后再发布',
      en: 'Another model is in force: try this one first (POST /credit/v1/score-runs) and compare',
    },
    { detail },
  );
}
