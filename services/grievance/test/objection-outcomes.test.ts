import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inputDisputed, objectionDecided } from '@qinwu/contracts/events/credit';
import { eventually } from '@qinwu/testkit/eventually';
import { type CreditBus, startCreditBus } from './credit-bus.ts';
import { type GrievanceService, startGrievanceService } from './grievance-service.ts';

let service: GrievanceService;
let bus: CreditBus;
let objections = 0;

beforeAll(async () => {
  service = await startGrievanceService();
  bus = await startCreditBus(service);
});
afterAll(async () => {
  await bus.close();
  await service.close();
});

const dispatcher = () => service.as({ roles: 'dispatcher', sub: 'dispatcher-1' });

/** An objection with the two events that tell of it. */
function objection(outcome: 'UPHELD' | 'REJECTED' | 'WITHDRAWN') {
  objections += 1;
  const number = `OB-20250901-${String(objections).padStart(6, '0')}`;
  const objectionId = randomUUID();
  const filed = {
    objectionId,
    number,
    uscc: '91350582MA0000015J',
    subject: 'score',
    grounds: '研发费用少计 20 万元',
    filedOn: '2025-09-01',
  } as const;
  const decided = { objectionId, number, outcome, decidedOn: '2025-09-05' } as const;
  return {
    number,
    filed: () => bus.event(inputDisputed, { subject: objectionId, sequence: 1, data: filed }),
    decided: () => bus.event(objectionDecided, { subject: objectionId, sequence: 2, data: decided }),
  };
}

/** The one grievance of an objection, once there is one. */
async function opened(number: string): Promise<string> {
  let id = '';
  await eventually(
    async () => {
      const { rows } = await service.deps.db.pool.query<{ id: string }>(
        'select id from grievance where external_ref = $1',
        [number],
      );
      expect(rows).toHaveLength(1);
      id = rows[0]?.id ?? '';
    },
    { within: 10_000 },
  );
  return id;
}

const read = async (id: string) => (await dispatcher()('GET', `/grievances/${id}`)).body;
const actionsOf = async (id: string) => {
  const { body } = await dispatcher()('GET', `/grievances/${id}/ledger`);
  return body.items.map(({ action, actor }: { action: string; actor: string }) => `${action} ${actor}`);
};
async function announced(id: string): Promise<string[]> {
  const { rows } = await service.deps.db.pool.query<{ type: string }>(
    `select type from outbox where envelope::json ->> 'subject' = $1 order by event_id`,
    [id],
  );
  return rows.map(({ type }) => type.replace(/^qinwu\.grievance\.|\.v1$/g, ''));
}

describe('the grievance of an objection that came to its end', () => {
  it.each([
    ['UPHELD', 'resolved', '异议成立，积分已更正'],
    ['REJECTED', 'explained', '异议不成立，积分不变'],
    ['WITHDRAWN', 'explained', '企业已撤回异议'],
  ] as const)(
    '%s is answered and closed, its clocks stopped, and told to the cockpit',
    async (outcome, resolution, says) => {
      const { number, filed, decided } = objection(outcome);
      await bus.commit(filed());
      const id = await opened(number);
      const before = await read(id);
      expect([before.state, before.dueAt]).toEqual(['REGISTERED', expect.any(String)]);
      await bus.commit(decided());
      await bus.settled();
      const after = await read(id);
      expect(after).toMatchObject({
        state: 'CLOSED',
        resolution,
        result: `${says}（${number}）`,
        dueAt: null,
        closedAt: expect.any(String),
      });
      expect(after.clocks.map(({ onTime }: { onTime: boolean }) => onTime)).toEqual([true]);
      expect((await actionsOf(id)).at(-1)).toBe('objection-decided system:credit');
      expect(await announced(id)).toEqual(expect.arrayContaining(['accepted', 'closed']));
    },
  );

  it('waits where its end is heard of before it is opened', async () => {
    const { number, filed, decided } = objection('UPHELD');
    await bus.commit(decided());
    await eventually(
      async () => {
        const { rows } = await service.deps.db.pool.query<{ attempts: number }>(
          `select attempts from delivery_attempt where last_error like '%' || $1 || '%'`,
          [number],
        );
        expect(rows).toEqual([{ attempts: 0 }]);
      },
      { within: 10_000 },
    );
    await bus.commit(filed());
    const id = await opened(number);
    await bus.settled();
    expect((await read(id)).state).toBe('CLOSED');
  });

  it('is closed once, however often it is told, and stays reopened where people have reopened it', async () => {
    const { number, filed, decided } = objection('REJECTED');
    const end = decided();
    await bus.commit(filed(), end);
    await bus.settled();
    const id = await opened(number);
    await bus.commit(decided());
    await bus.settled();
    expect(
      (await actionsOf(id)).filter((action: string) => action.startsWith('objection-decided')),
    ).toHaveLength(1);
    const redo = await dispatcher()('POST', `/grievances/${id}/actions/redo`, {
      body: { reason: '企业不服' },
    });
    expect(redo.status).toBe(200);
    await bus.commit(end);
    await bus.settled();
    expect((await read(id)).state).toBe('REDO');
  });

  it('keeps what people have decided themselves', async () => {
    const { number, filed, decided } = objection('UPHELD');
    await bus.commit(filed());
    const id = await opened(number);
    const body = { code: 'already-handled', reason: '已另案处理' };
    expect((await dispatcher()('POST', `/grievances/${id}/actions/decline`, { body })).status).toBe(200);
    await bus.commit(decided());
    await bus.settled();
    expect((await read(id)).state).toBe('DECLINED');
  });
});
