import { beforeEach, describe, expect, it } from '@jest/globals';
import { jsonl } from './import-client.ts';
import { importDesk } from './import-desk.ts';
import { ALL_MATERIALS, AUTHORITY, INJURY, injuryOfItsOwn, injurySteps, WORKER } from './injury-service.ts';

const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' };
const NUMBER = '晋人社工伤不受〔2025〕1号';

describe('an application that the authority did not accept', () => {
  const at = importDesk();
  beforeEach(() => at.service.clock.set('2025-08-20T02:00:00Z'));

  const { send, act, read, tellCase, correctCase, settle } = injurySteps(() => at.service);
  const decide = (id: string, decision: string, more: object = {}) =>
    act(id, 'record-decision', {
      decision,
      documentNumber: NUMBER,
      decidedOn: '2025-08-20',
      authority: AUTHORITY,
      ...more,
    });
  const revoke = (id: string) => decide(id, 'revoked', { remedy: 'reconsideration' });
  const handOver = async (id: string) => {
    expect(await act(id, 'complete')).toMatchObject({ status: 200 });
    expect(await act(id, 'transfer', TRANSFER)).toMatchObject({ status: 200 });
  };
  const refused = async (over: object = {}) => {
    const body = injuryOfItsOwn({ materials: ALL_MATERIALS, ...over });
    const { id } = (await send(body)).body;
    await handOver(id);
    expect((await decide(id, 'not-accepted')).body).toMatchObject({ state: 'NOT_ACCEPTED' });
    return { body, id };
  };
  const overtakenBy = ({ id, number }: { id: string; number: string }) => ({
    status: 409,
    body: { type: 'urn:qinwu:problem:another-stands', existing: { id, number } },
  });

  it('may be applied for anew, once, and is no possible duplicate of the new one', async () => {
    const { body, id } = await refused();
    const anew = await send(body, WORKER);
    expect(anew).toMatchObject({ status: 201 });
    const { possibleDuplicates = [] } = (await read(anew.body.id)).body;
    expect(possibleDuplicates.map((each: { id: string }) => each.id)).not.toContain(id);
    expect(await send(body)).toMatchObject({
      status: 409,
      body: { type: 'urn:qinwu:problem:injury-already-filed', existing: { id: anew.body.id } },
    });
  });

  it('lets an imported row of the same accident in', async () => {
    const { body } = await refused();
    const row = {
      externalRef: 'ANEW-1',
      applicantKind: 'worker',
      cause: 'accident',
      workerName: body.worker.name,
      workerPhone: body.worker.phone,
      employerName: INJURY.employer.name,
      employerUscc: INJURY.employer.uscc,
      occurredAt: '2025-08-18 15:20',
      injury: INJURY.event.injury,
      sensitiveConsent: '是',
    };
    const done = await at.imports.run({ kind: 'injury-applications', bytes: jsonl([row]) });
    expect(done).toMatchObject({ state: 'DONE', progress: { created: 1, refused: 0 } });
  });

  it('stands again where its refusal is revoked, unless another was filed since: that one is named', async () => {
    const { body, id } = await refused();
    const anew = (await send(body)).body;
    expect(await revoke(id)).toMatchObject(overtakenBy(anew));
    expect((await read(id)).body).toMatchObject({ state: 'NOT_ACCEPTED', version: 4 });
    // The way that the refusal names.
    const closed = await act(anew.id, 'close-duplicate', { of: id });
    expect(closed.body).toMatchObject({ state: 'NOT_TRANSFERRED', notTransferredReason: 'duplicate' });
    expect((await revoke(id)).body).toMatchObject({ state: 'REVOKED' });
    expect(await send(body)).toMatchObject({ status: 409, body: { existing: { id } } });
  });

  it('leaves its place to one that was handed over since', async () => {
    const { body, id } = await refused();
    const anew = (await send(body)).body;
    await handOver(anew.id);
    expect(await revoke(id)).toMatchObject(overtakenBy(anew));
    await decide(anew.id, 'accepted');
    expect((await decide(anew.id, 'recognised')).body).toMatchObject({ state: 'RECOGNISED' });
    expect(await revoke(id)).toMatchObject(overtakenBy(anew));
    expect((await decide(id, 'upheld', { remedy: 'reconsideration' })).status).toBe(200);
  });

  it('leaves its place in the case to the one that is filed anew, by whatever telephone', async () => {
    const { worker } = injuryOfItsOwn();
    const dispute = await tellCase(worker.phone, { accidentOn: '2025-08-18' });
    const { body, id } = await refused({ worker, caseId: dispute.id });
    await settle();
    const other = { ...worker, phone: `139${worker.phone.slice(3)}` };
    const anew = await send({ ...body, worker: other }, WORKER);
    expect(anew).toMatchObject({ status: 201 });
    await settle();
    const course = async () =>
      (await at.service.as({ roles: 'supervisor' })('GET', `/cases/${dispute.id}`)).body;
    expect((await course()).injuryApplication).toMatchObject({ id: anew.body.id, state: 'RECEIVED' });
    await correctCase(dispute.id, { accidentOn: '2025-08-18' });
    await settle();
    expect((await course()).injuryApplication).toMatchObject({ id: anew.body.id, state: 'RECEIVED' });
    expect(await revoke(id)).toMatchObject(overtakenBy(anew.body));
  });
});
