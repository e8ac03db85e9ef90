import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { destroyRecordKey } from '@qinwu/platform/crypto/record-key';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { agreeing, type Case, FIRM, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const ERASED = 'urn:qinwu:problem:case-erased';

let service: MediationService;
let step: ReturnType<typeof agreeing>;
beforeAll(async () => {
  service = await startMediationService();
  step = agreeing(service);
});
afterAll(() => service?.close());
beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

/** The key of a case is gone, while the case goes on. */
const lose = (id: string) =>
  inTransaction(service.deps.db, (tx) =>
    destroyRecordKey(tx, { park: 'jinjiang', recordId: id, now: service.clock.now() }),
  );
const refused = async (
  of: Pick<Case, 'id'>,
  attempts: readonly (() => Promise<{ status: number; body: { type: string } }>)[],
) => {
  const { version } = await step.read(of.id);
  for (const attempt of attempts) {
    const { status, body } = await attempt();
    expect([status, body.type]).toEqual([409, ERASED]);
  }
  expect((await step.read(of.id)).version).toBe(version);
};

it('an erased case takes nothing that would have to be sealed, and says so instead of losing it', async () => {
  const of = await step.mediating();
  await lose(of.id);
  await refused(of, [
    () => step.amend(of.id, { title: '另一标题' }),
    () => step.act(of.id, 'fail', { reason: '分歧较大' }),
    () => step.post(WORKER, `/cases/${of.id}/actions/withdraw`, { reason: '和解' }),
    () => step.draft(of),
    () =>
      step.post(WORKER, `/cases/${of.id}/consents`, {
        scope: 'account',
        given: true,
        textVersion: '2025-01',
      }),
  ]);
});

it('nobody confirms, signs or seals an agreement that nobody can read any more', async () => {
  const of = await step.mediating();
  const { textHash } = (await step.draft(of)).body;
  await step.act(of.id, 'agree');
  await step.confirm(WORKER, of, textHash);
  await lose(of.id);
  await refused(of, [
    () => step.confirm(FIRM, of, textHash),
    () => step.sign(WORKER, of, { party: of.worker }, textHash),
    () => step.seal(of, textHash),
  ]);
});
