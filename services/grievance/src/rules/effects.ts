/** What each action writes into the record besides its state: one entry per action of the lifecycle. */
import { fieldRule } from '@qinwu/domain/errors';
import type { BodyOf } from './action-bodies.ts';
import { decideExtension, requestExtension } from './extension.ts';
import type { Grievance } from './grievance.ts';
import { isAnswered, isHotlineOrder } from './grievance.ts';
import { askHotline, redoDueAt } from './hotline.ts';
import type { Action } from './lifecycle.ts';
import { refer } from './referral.ts';
import { writeOff } from './write-off.ts';

/** Who acts and when. */
export interface Acting {
  actor: string;
  now: Date;
  /** True where a client system acts: its call-backs of hotline orders are the hotline's, mirrored. */
  isClient: boolean;
  /** For what the action makes, such as a referral. */
  newId: string;
}

type Effect<A extends Action> = (grievance: Grievance, body: BodyOf<A>, acting: Acting) => Partial<Grievance>;

/** Whoever touched the case in this cycle cannot verify its write-off. */
function handledBy(grievance: Grievance, actor: string): Pick<Grievance, 'handlers'> {
  return {
    handlers: grievance.handlers.includes(actor) ? grievance.handlers : [...grievance.handlers, actor],
  };
}

function callBack(
  grievance: Grievance,
  body: BodyOf<'call-back'>,
  { actor, now, isClient }: Acting,
): Partial<Grievance> {
  const answered = body.responded ?? body.resolved ?? body.satisfaction;
  if (!body.reached && answered !== undefined) {
    throw fieldRule('/reached', 'callback-not-reached', {
      zh: '未联系上时不能填写回访评价',
      en: 'Nobody was reached, so nobody answered',
    });
  }
  return {
    callback: {
      at: now.toISOString(),
      by: actor,
      source: isClient && isHotlineOrder(grievance) ? 'hotline' : 'park',
      reached: body.reached,
      responded: body.responded ?? null,
      resolved: body.resolved ?? null,
      satisfaction: body.satisfaction ?? null,
      note: body.note ?? null,
    },
  };
}

function assign(grievance: Grievance, body: BodyOf<'assign'>, now: Date): Partial<Grievance> {
  const isNamed = body.unit !== undefined || body.officer !== undefined || body.grid !== undefined;
  const target = {
    unitCode: body.unit ?? (isNamed && body.officer !== undefined ? null : grievance.unitCode),
    officerCode: body.officer ?? (isNamed ? null : grievance.officerCode),
    gridCode: body.grid ?? grievance.gridCode,
  };
  if (target.unitCode === null && target.officerCode === null && target.gridCode === null) {
    throw fieldRule('/unit', 'assignee-missing', {
      zh: '没有自动派单建议,须指定主办单位、网格或勤务员',
      en: 'Nothing was proposed: name a unit, a grid or an officer',
    });
  }
  return {
    ...target,
    coUnits: body.coUnits ?? grievance.coUnits,
    routedBy: isNamed ? 'dispatcher' : grievance.routedBy,
    unroutedReason: null,
    acceptedAt: grievance.acceptedAt ?? now,
    dispatchedAt: now,
    signedAt: null,
  };
}

/** A new cycle under the same ledger number: what the last one left behind is in the ledger. */
function redo(grievance: Grievance, body: BodyOf<'redo'>): Partial<Grievance> {
  return {
    cycle: grievance.cycle + 1,
    handlers: [],
    resolution: null,
    callback: null,
    extensionRequest: null,
    escalationLevel: 0,
    hotlinePending: null,
    hotlineDueAt: redoDueAt(grievance, body),
    contactedAt: null,
    repliedAt: null,
    closedAt: null,
    writtenOffAt: null,
    evidence: [],
    evidenceDocuments: [],
    evidenceNote: null,
    verifiedBy: null,
  };
}

function reply(grievance: Grievance, result: string, { actor, now }: Acting): Partial<Grievance> {
  return {
    ...handledBy(grievance, actor),
    resultText: result,
    repliedAt: now,
    contactedAt: grievance.contactedAt ?? now,
    hotlinePending: null,
  };
}

/** The effect of every action; the clocks and the state are moved by their own tables. */
export const effects: { [A in Action]: Effect<A> } = {
  accept: (grievance, _body, { now }) => ({
    acceptedAt: grievance.acceptedAt ?? now,
    hotlinePending: null,
  }),
  decline: (_grievance, body, { now }) => ({
    declinedAt: now,
    declineCode: body.code,
    declineNote: body.reason,
    // What is declined after all was not accepted, and waits for nobody to be routed to.
    acceptedAt: null,
    unroutedReason: null,
    hotlinePending: null,
  }),
  assign: (grievance, body, { now }) => assign(grievance, body, now),
  sign: (grievance, _body, { actor, now }) => ({ ...handledBy(grievance, actor), signedAt: now }),
  return: (grievance, _body, { actor }) => ({
    ...handledBy(grievance, actor),
    hotlinePending: askHotline(grievance, 'return'),
  }),
  'reject-return': () => ({ hotlinePending: null, signedAt: null }),
  start: (grievance, body, { actor }) => ({
    ...handledBy(grievance, actor),
    measure: body.measure ?? grievance.measure,
  }),
  contact: (grievance, _body, { actor, now }) => ({
    ...handledBy(grievance, actor),
    contactedAt: grievance.contactedAt ?? now,
  }),
  reply: (grievance, body, acting) => ({
    ...reply(grievance, body.result, acting),
    progress: body.progress ?? grievance.progress,
  }),
  resolve: (grievance, body, acting) => ({
    ...reply(grievance, body.result, acting),
    ...(isAnswered(grievance) && { repliedAt: grievance.repliedAt }),
    resolution: body.resolution,
    evidence: [...new Set([...grievance.evidence, ...(body.files ?? [])])],
  }),
  'call-back': callBack,
  close: (_grievance, _body, { now }) => ({ closedAt: now }),
  redo,
  'write-off': (grievance, body, { actor, now }) => ({
    ...writeOff(grievance, body, actor),
    writtenOffAt: now,
  }),
  archive: (_grievance, _body, { now }) => ({ archivedAt: now }),
  'request-extension': (grievance, body, { actor, now }) => ({
    ...handledBy(grievance, actor),
    extensionRequest: requestExtension(body, actor, now),
    hotlinePending: isHotlineOrder(grievance) ? 'extension' : null,
  }),
  'approve-extension': (grievance, _body, { actor, now }) => ({
    extensionRequest: decideExtension(grievance.extensionRequest, 'approved', actor, now),
    hotlinePending: null,
  }),
  'refuse-extension': (grievance, _body, { actor, now }) => ({
    extensionRequest: decideExtension(grievance.extensionRequest, 'refused', actor, now),
    hotlinePending: null,
  }),
  refer: (grievance, body, { actor, now, newId }) => ({
    ...handledBy(grievance, actor),
    referral: refer(grievance, body, { id: newId, actor, now }),
  }),
  suspend: (_grievance, _body, { now }) => ({ suspendedSince: now }),
  resume: () => ({ suspendedSince: null }),
  escalate: (grievance) => ({ escalationLevel: grievance.escalationLevel + 1 }),
  supervise: (_grievance, body) => ({ supervisionLevel: body.level }),
  'hotline-answer': () => ({}),
};
