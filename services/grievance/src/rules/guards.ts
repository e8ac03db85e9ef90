/** What the table of states cannot say: flags, the hotline's word, and who must not decide their own case. */
import { type Actor, hasRole } from '@qinwu/domain/actor';
import { type ErrorKind, refuse, type Text } from '@qinwu/domain/errors';
import { type Grievance, isAnswered, isHotlineOrder } from './grievance.ts';
import { type Action, lifecycle } from './lifecycle.ts';

/** A person's request that a hotline order waits on; only the hotline's answer ends the wait. */
const DECIDED_BY_HOTLINE: Record<NonNullable<Grievance['hotlinePending']>, readonly Action[]> = {
  return: ['accept', 'assign', 'decline', 'reject-return'],
  extension: ['approve-extension', 'refuse-extension'],
};

/** What stays possible while the clocks stand still 挂起. */
const WHILE_SUSPENDED: readonly Action[] = ['resume', 'contact', 'supervise', 'escalate', 'hotline-answer'];

/** The highest grid level, where escalation ends. */
export const TOP_ESCALATION_LEVEL = 3;

/** What is in the way of an action. Plain: every read asks of each action, and an error costs its stack. */
interface Block {
  kind: ErrorKind;
  code: string;
  title: Text;
  detail?: Text;
}

function conflict(code: string, title: Text): Block {
  return { kind: 'conflict', code, title };
}

function forbidden(code: string, title: Text): Block {
  return { kind: 'forbidden', code, title };
}

function extensionBlock(grievance: Grievance, actor: Actor, action: Action): Block | null {
  const request = grievance.extensionRequest;
  if (action === 'request-extension' && request !== null) {
    return conflict('extension-used', { zh: '每个办理周期只能申请一次延期', en: 'One extension per cycle' });
  }
  if (action !== 'approve-extension' && action !== 'refuse-extension') return null;
  if (request?.status !== 'requested') {
    return conflict('extension-not-requested', { zh: '没有待批的延期申请', en: 'No extension is requested' });
  }
  if (request.by === actor.id) {
    return forbidden('extension-own-request', {
      zh: '延期须由申请人以外的人批准',
      en: 'Somebody other than the requester decides an extension',
    });
  }
  return null;
}

function suspensionBlock(grievance: Grievance, action: Action): Block | null {
  const isSuspended = grievance.suspendedSince !== null;
  if (isSuspended && !WHILE_SUSPENDED.includes(action)) {
    return conflict('grievance-suspended', { zh: '已挂起，先恢复', en: 'Suspended: resume it first' });
  }
  if (!isSuspended && action === 'resume') {
    return conflict('grievance-not-suspended', { zh: '未挂起', en: 'Not suspended' });
  }
  return null;
}

function referralBlock(grievance: Grievance, action: Action): Block | null {
  return action === 'refer' && grievance.referral !== null
    ? conflict('referral-made', { zh: '已转调解', en: 'It was referred to mediation already' })
    : null;
}

/** Before it is given to anybody only the hotline's orders can be returned, by the dispatcher; then by who has it. */
function returnBlock(grievance: Grievance, actor: Actor, action: Action): Block | null {
  if (action === 'accept' && grievance.state === 'RETURN_REQUESTED') {
    return conflict('return-requested', {
      zh: '申请退单的诉求须改派、驳回退单或不予受理',
      en: 'A return was requested: assign it, reject the return or decline',
    });
  }
  if (action !== 'return') return null;
  const isInHands = grievance.state === 'DISPATCHED' || grievance.state === 'SIGNED';
  const isOrder = isHotlineOrder(grievance);
  const isTheirs = isInHands
    ? isOrder || hasRole(actor, 'officer', 'handler')
    : isOrder && hasRole(actor, 'dispatcher', 'supervisor');
  return isTheirs
    ? null
    : conflict('return-not-possible', {
        zh: '派单前只有热线工单可由派单员申请退单，派单后由承办人申请',
        en: "Before dispatch only the hotline's orders are returned, by the dispatcher; then by who has it",
      });
}

function hotlineBlock(grievance: Grievance, actor: Actor, action: Action): Block | null {
  const pending = grievance.hotlinePending;
  if (action === 'decline' && pending === null && isHotlineOrder(grievance)) {
    return conflict('hotline-decides', {
      zh: '热线工单不予受理须先申请退单，以热线答复为准',
      en: 'An order of the hotline is not declined: request its return and await its answer',
    });
  }
  if (action === 'hotline-answer' && pending === null) {
    return conflict('hotline-not-asked', { zh: '没有待热线答复的事项', en: 'Nothing waits for the hotline' });
  }
  if (action === 'hotline-answer' && !hasRole(actor, 'client') && grievance.handlers.includes(actor.id)) {
    return forbidden('hotline-answer-own-request', {
      zh: '热线答复须由申请人、办理人以外的人录入',
      en: 'Somebody other than the requester enters the answer of the hotline',
    });
  }
  if (pending === null) return null;
  if (action === 'return' || DECIDED_BY_HOTLINE[pending].includes(action)) {
    return conflict('hotline-decides', {
      zh: '热线工单的退单和延期以热线答复为准',
      en: 'The hotline decides returns and extensions of its orders',
    });
  }
  return null;
}

/** A call-back comes before closing wherever there is somebody to call who agreed to it. */
function needsCallback(grievance: Grievance): boolean {
  return (
    isHotlineOrder(grievance) ||
    (grievance.origin === 'citizen' && !grievance.reporterAnonymous && grievance.reporterCallbackConsent)
  );
}

function resolutionBlock(grievance: Grievance, action: Action): Block | null {
  if (action === 'close' && grievance.resolution === null) {
    return conflict('resolution-first', {
      zh: '办结前须先由承办人作解决认定（resolve）',
      en: 'Its handler says first whether it is solved (resolve)',
    });
  }
  if (action === 'resolve' && isAnswered(grievance) && grievance.resolution !== null) {
    return conflict('resolution-given', {
      zh: '已作解决认定，有异议的重办',
      en: 'The resolution is given: what is wrong with it is redone',
    });
  }
  return null;
}

function closingBlock(grievance: Grievance, actor: Actor, action: Action): Block | null {
  const isUncalled = grievance.state === 'REPLIED' && grievance.callback === null;
  if (action === 'close' && isUncalled && needsCallback(grievance)) {
    return conflict('callback-first', { zh: '办结前须先回访', en: 'Call back before closing' });
  }
  if (action === 'write-off' && grievance.handlers.includes(actor.id)) {
    return forbidden('verifier-is-handler', {
      zh: '销号须由办理人以外的人核验',
      en: 'Somebody other than the handler verifies the write-off',
    });
  }
  if (action === 'escalate' && grievance.escalationLevel >= TOP_ESCALATION_LEVEL) {
    return conflict('escalation-at-top', { zh: '已上报至最高层级', en: 'Already at the top level' });
  }
  return null;
}

/** Why this actor cannot take the action although the state allows it; null where nothing is in the way. */
function blockOf(grievance: Grievance, actor: Actor, action: Action): Block | null {
  return (
    suspensionBlock(grievance, action) ??
    returnBlock(grievance, actor, action) ??
    hotlineBlock(grievance, actor, action) ??
    extensionBlock(grievance, actor, action) ??
    referralBlock(grievance, action) ??
    resolutionBlock(grievance, action) ??
    closingBlock(grievance, actor, action)
  );
}

/** Which actions this actor could take now; the answer of every read. */
export function allowedActions(grievance: Grievance, actor: Actor): Action[] {
  return lifecycle
    .allowedActions(grievance.state, actor.roles)
    .filter((action) => blockOf(grievance, actor, action) === null);
}

/** Throws unless the actor may take the action now; every refusal names what is allowed instead. */
export function ensureAllowed(grievance: Grievance, actor: Actor, action: Action): void {
  if (!hasRole(actor, ...lifecycle.rule(action).roles)) {
    throw refuse('forbidden', 'role-not-allowed', {
      zh: '您的角色不可执行此操作',
      en: 'Not open to your role',
    });
  }
  const inState = lifecycle.allowedActions(grievance.state).includes(action);
  const block = inState ? blockOf(grievance, actor, action) : stateBlock(grievance, action);
  if (block === null) return;
  throw refuse(block.kind, block.code, block.title, {
    ...(block.detail === undefined ? {} : { detail: block.detail }),
    extra: { state: grievance.state, allowedActions: allowedActions(grievance, actor) },
  });
}

function stateBlock(grievance: Grievance, action: Action): Block {
  return {
    ...conflict('transition-not-allowed', {
      zh: '当前状态不允许此操作',
      en: 'The action is not allowed in this state',
    }),
    detail: {
      zh: `状态 ${grievance.state} 不可执行 ${action}`,
      en: `${action} is not allowed in state ${grievance.state}`,
    },
  };
}
