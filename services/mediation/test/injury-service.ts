import { expect } from '@jest/globals';
import type { EventDefinition } from '@qinwu/contracts/define-event';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { INTAKE, type MediationService } from './mediation-service.ts';

/** An application that works as it stands: everything but the diagnosis is there. */
export const INJURY = {
  applicantKind: 'worker',
  cause: 'accident',
  legalHead: '14.1',
  worker: { name: '陈晓梅', phone: '13800138000', subject: 'worker-1', position: '车工' },
  employer: { name: '晋江示例鞋业有限公司', uscc: '91350582MA0000015J', contact: '王大川' },
  event: {
    occurredAt: '2025-08-18T15:20:00+08:00',
    place: '二号车间',
    course: '操作裁断机时右手被压伤。',
    injury: '右手食指末节骨折',
  },
  sensitiveConsent: true,
  materials: [{ code: 'application-form' }, { code: 'labour-relation', deFacto: true }],
} as const;

let hurt = 0;

/** The same with a worker of its own, known by a telephone nobody else has: of one accident there is one application. */
export function injuryOfItsOwn(over: object = {}) {
  hurt += 1;
  return {
    ...INJURY,
    worker: { ...INJURY.worker, phone: `138${String(hurt).padStart(4, '0')}8000` },
    ...over,
  };
}

export const ALL_MATERIALS = [...INJURY.materials, { code: 'diagnosis' }];

export const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
export const WORKER = { roles: 'party', sub: 'worker-1' } as const;
export const FIRM = { roles: 'enterprise', sub: 'firm-1', org: '91350582MA0000015J' } as const;
export const OUTSIDER = { roles: 'party', sub: 'worker-2' } as const;
export const AUTHORITY = '晋江市人力资源和社会保障局';

/** The calls of an application, by the window unless told. */
export function injurySteps(service: () => MediationService) {
  const heard = new Set<string>();
  const send = (body: object, claims: object = WINDOW) =>
    service().as(claims)('POST', '/injury-applications', { body });
  return {
    send,
    receive: async (over: object = {}) => {
      const reply = await send(injuryOfItsOwn(over));
      expect(reply).toMatchObject({ status: 201 });
      return reply.body;
    },
    act: (id: string, action: string, body: object = {}, claims: object = WINDOW) =>
      service().as(claims)('POST', `/injury-applications/${id}/actions/${action}`, { body }),
    read: (id: string, claims: object = WINDOW) => service().as(claims)('GET', `/injury-applications/${id}`),
    /** A case in which somebody with that telephone was hurt. */
    tellCase: async (phone: string, over: object = {}) => {
      const [person, enterprise] = INTAKE.parties;
      const injured = { category: 'injury-benefit', injury: true, sensitiveConsent: true };
      const body = { ...INTAKE, ...injured, parties: [{ ...person, phone }, enterprise], ...over };
      const reply = await service().as(WINDOW)('POST', '/cases', { body });
      expect(reply).toMatchObject({ status: 201 });
      return reply.body;
    },
    correctCase: async (id: string, body: object) => {
      const { headers } = await service().as(WINDOW)('GET', `/cases/${id}`);
      const sent = { body, headers: { 'if-match': String(headers.get('etag')) } };
      expect(await service().as(WINDOW)('PATCH', `/cases/${id}`, sent)).toMatchObject({ status: 200 });
    },
    /** Gives the service everything it owes itself by now, and what follows from it, each once. */
    settle: async () => {
      for (;;) {
        const news = (await owedToMediation(service())).filter(({ id }) => !heard.has(id));
        if (news.length === 0) return;
        for (const { id } of news) heard.add(id);
        await deliver(service(), news);
      }
    },
  };
}

/** An event owed to the service, as its envelope says. */
interface Owed {
  id: string;
  type: string;
  subject: string;
  sequence: number;
  data: unknown;
}

/** The service's own events that are owed to it, oldest first. */
export async function owedToMediation({ deps }: MediationService): Promise<Owed[]> {
  const { rows } = await deps.db.pool.query<{ envelope: string }>(
    `select envelope from outbox where listener = 'mediation' order by event_id`,
  );
  return rows.map(({ envelope }) => {
    const { id, type, subject, sequence, data } = JSON.parse(envelope);
    return { id, type, subject, sequence: Number(sequence), data };
  });
}

/** Gives events to the handlers of the service, as its listener does once it has checked them. */
export async function deliver({ app, deps }: MediationService, events: readonly Owed[]): Promise<void> {
  for (const event of events) {
    const handler = app.handlers.find(({ event: { type } }) => type === event.type);
    if (handler === undefined) throw new Error(`nobody listens to ${event.type}`);
    await inTransaction(deps.db, (tx) => handler.handle(tx, [received(handler.event, event)]));
  }
}

function received(definition: EventDefinition, { id, type, subject, sequence, data }: Owed) {
  return {
    id,
    type,
    source: '/mediation',
    park: 'jinjiang',
    subject,
    sequence,
    time: new Date(),
    traceparent: undefined,
    data: definition.payload.parse(data) as never,
  };
}
