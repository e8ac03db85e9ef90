import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { agreeing, type Case, FIRM, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';
import { upload } from './negotiation-case.ts';

const problem = (code: string) => `urn:qinwu:problem:${code}`;
const fault = (pointer: string, code: string) => ({ status: 422, body: { errors: [{ pointer, code }] } });

describe('what is recorded later than it happened', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const clock = async (id: string, name: string) =>
    (await step.read(id)).clocks.find(({ kind }: { kind: string }) => kind === name);
  const withdraw = async (of: Case, body: object = {}, who: object = WINDOW) =>
    step.post(who, `/cases/${of.id}/actions/withdraw`, {
      ...(who === WINDOW ? { scan: await upload(service, WINDOW, '撤回申请书') } : {}),
      ...{ party: of.worker, reason: '不再调解', ...body },
    });

  /** The papers of an agreement as the window records them, of one day. */
  const papers = async (of: Case, textHash: string, day: string) => {
    const scan = await upload(service, WINDOW, '协议');
    const paper = { kind: 'ink', signedOn: day, scan };
    return [
      () => step.sign(WINDOW, of, { party: of.worker }, textHash, paper),
      () => step.sign(WINDOW, of, { party: of.firm }, textHash, paper),
      () => step.sign(WINDOW, of, { mediator: 'mediator-1' }, textHash, paper),
      () => step.seal(of, textHash, { sealedOn: day, scan }),
    ] as const;
  };
  const record = async (of: Case, textHash: string, day: string) => {
    const answers = [];
    for (const one of await papers(of, textHash, day)) answers.push(await one());
    return answers;
  };

  it('is an agreement whose papers were complete before the day of the withdrawal, whichever was recorded first', async () => {
    const { of, textHash } = await step.confirmed();
    service.clock.set('2025-08-22T02:00:00Z');
    const gone = await withdraw(of, {});
    expect(gone.body).toMatchObject({
      state: 'WITHDRAWN',
      concludedOn: '2025-08-22',
      closingNote: '不再调解',
    });
    const answers = await record(of, textHash, '2025-08-21');
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers[2]).toMatchObject({ body: { status: 'void', caseState: 'WITHDRAWN' } });
    expect(answers[3]).toMatchObject({ body: { status: 'effective', effectiveOn: '2025-08-21' } });
    expect(await step.read(of.id)).toMatchObject({
      state: 'EFFECTIVE',
      outcome: 'agreed',
      concludedOn: '2025-08-21',
      agreementForm: 'written',
      amountAgreed: '12000.00',
      closingNote: null,
    });
    expect(await clock(of.id, 'mediate')).toMatchObject({ onTime: true });
    expect(await clock(of.id, 'confirm')).toMatchObject({ dueAt: '2025-09-22T16:00:00.000Z' });
    expect((await withdraw(of, { withdrawnOn: '2025-08-22' })).status).toBe(409);
  });

  it('is no agreement of the day of the withdrawal, nor without its papers', async () => {
    const { of, textHash } = await step.confirmed();
    service.clock.set('2025-08-22T02:00:00Z');
    await withdraw(of);
    for (const answer of (await record(of, textHash, '2025-08-22')).slice(0, 3)) {
      expect(answer).toMatchObject(fault('/signedOn', 'after-the-end'));
    }
    const seal = await step.seal(of, textHash, { scan: await upload(service, WINDOW, '章') });
    expect(seal).toMatchObject(fault('/sealedOn', 'after-the-end'));
    const own = await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(own).toMatchObject({
      status: 409,
      body: { type: problem('agreement-not-open-to-signing') },
    });
  });

  it('is an agreement after a time-out by the window too', async () => {
    const { of, textHash } = await step.confirmed();
    service.clock.set('2025-09-05T02:00:00Z');
    expect((await step.act(of.id, 'time-out')).body.state).toBe('TIMED_OUT');
    expect((await record(of, textHash, '2025-09-04')).at(-1)).toMatchObject({
      body: { status: 'effective', effectiveOn: '2025-09-04' },
    });
    expect(await clock(of.id, 'mediate')).toMatchObject({ onTime: true });
  });

  it('is a text confirmed on paper, where the case still says what it says', async () => {
    const late = async (of: Case) => {
      const { textHash } = (await step.draft(of)).body;
      return async () => {
        await withdraw(of);
        const scan = await upload(service, WINDOW, '确认');
        return step.confirm(WINDOW, of, textHash, { party: of.firm, scan });
      };
    };
    const confirm = await late(await step.mediating());
    expect(await confirm()).toMatchObject({ status: 201, body: { status: 'void', caseState: 'WITHDRAWN' } });
    const of = await step.mediating();
    const other = await late(of);
    await step.amend(of.id, { claims: [{ type: '支付工资', amount: '20000.00' }] });
    expect(await other()).toMatchObject({ status: 409, body: { type: problem('draft-outdated') } });
  });

  it('is a withdrawal, of its own day, which is no day before a signature', async () => {
    const { of, textHash } = await step.confirmed();
    await step.sign(FIRM, of, { party: of.firm }, textHash);
    service.clock.set('2025-08-25T02:00:00Z');
    expect(await withdraw(of, { withdrawnOn: '2025-08-19' })).toMatchObject({ status: 422 });
    expect(await withdraw(of, { withdrawnOn: '2025-08-26' })).toMatchObject({ status: 422 });
    const own = await withdraw(of, { withdrawnOn: '2025-08-21' }, WORKER);
    expect(own).toMatchObject(fault('/withdrawnOn', 'recorded-by-staff'));
    service.clock.set('2025-08-25T03:00:00Z');
    await step.sign(WORKER, of, { party: of.worker }, textHash);
    expect(await withdraw(of, { withdrawnOn: '2025-08-23' })).toMatchObject(
      fault('/withdrawnOn', 'signed-since'),
    );
    const last = await withdraw(of, { withdrawnOn: '2025-08-25' });
    expect(last.body).toMatchObject({ state: 'WITHDRAWN', outcome: 'withdrawn', concludedOn: '2025-08-25' });
  });

  it('is an oral agreement reached within a term that the sweep has ended', async () => {
    const { id } = await step.mediating({ category: 'debt', organisation: 'people-mediation' });
    service.clock.set('2025-09-22T02:00:00Z');
    await sweepClocks(service.deps, service.clock.now());
    expect(await step.read(id)).toMatchObject({
      state: 'TIMED_OUT',
      allowedActions: expect.arrayContaining(['agree-orally']),
    });
    const told = (over: object) =>
      step.act(id, 'agree-orally', { amountAgreed: '3000.00', summary: '三日内支付3000元。', ...over });
    const lateReason = '调解员外出，次日补录';
    expect(await told({ reachedOn: '2025-09-18' })).toMatchObject(
      fault('/lateReason', 'late-reason-missing'),
    );
    expect(await told({ reachedOn: '2025-09-22', lateReason })).toMatchObject(
      fault('/reachedOn', 'reached-after-term'),
    );
    expect((await told({ reachedOn: '2025-09-18', lateReason })).body).toMatchObject({
      state: 'EFFECTIVE',
      outcome: 'agreed',
      agreementForm: 'oral',
      concludedOn: '2025-09-18',
    });
    expect(await clock(id, 'mediate')).toMatchObject({ onTime: true });
  });
});
