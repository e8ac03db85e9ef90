import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sweepClocks } from '../src/use-cases/sweep-clocks.ts';
import { agreeing, FIRM, WINDOW, WORKER } from './agreed-case.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

interface Step {
  code: string;
  article: string;
  until: string | null;
}

describe('where the parties can go without an agreement', () => {
  let service: MediationService;
  let step: ReturnType<typeof agreeing>;
  beforeAll(async () => {
    service = await startMediationService();
    step = agreeing(service);
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const codes = (steps: Step[]) => steps.map(({ code }) => code);
  const seenBy = async (who: object, id: string): Promise<Step[]> =>
    (await service.as(who)('GET', `/cases/${id}`)).body.nextSteps;

  it('sends a labour dispute to arbitration, with the last day of the limitation for those it is told to', async () => {
    const of = await step.mediating({ limitationFrom: '2025-07-01' });
    expect((await step.read(of.id)).nextSteps).toEqual([]);
    const { body } = await step.act(of.id, 'fail', { reason: '分歧较大' });
    // The application of 20 August interrupted it.
    expect(body.nextSteps).toMatchObject([
      { code: 'arbitration', article: expect.stringContaining('第二十七条'), until: '2026-08-20' },
      { code: 'labour-inspection', until: null },
    ]);
    expect((await seenBy(WORKER, of.id))[0]).toMatchObject({ until: '2026-08-20' });
    expect((await seenBy(FIRM, of.id))[0]).toMatchObject({ code: 'arbitration', until: null });
    // The papers are put away; the year runs on.
    const archived = await step.act(of.id, 'archive', { archiveNumber: '2025-077' });
    expect(archived.body).toMatchObject({ state: 'ARCHIVED', nextSteps: [{ until: '2026-08-20' }, {}] });
  });

  it('says so after every other end too', async () => {
    const ended = async (
      action: string,
      body: (of: { worker: string; firm: string }) => object,
      over = {},
    ) => {
      const of = await step.mediating(over);
      return (await step.act(of.id, action, body(of))).body;
    };
    const refused = await ended('refuse', ({ firm }) => ({ party: firm, reason: '不接受' }));
    expect(codes(refused.nextSteps)).toEqual(['arbitration', 'labour-inspection']);
    const withdrawn = await ended('withdraw', ({ worker }) => ({ party: worker, reason: '先协商' }));
    expect(codes(withdrawn.nextSteps)).toEqual(['apply-again', 'arbitration', 'labour-inspection']);
    const civil = await ended('fail', () => ({ reason: '分歧较大' }), { category: 'debt' });
    expect(civil.nextSteps).toMatchObject([{ code: 'court', article: '人民调解法第二十六条', until: null }]);
  });

  it('knows the way once the term is over, signed in vain or not', async () => {
    const { of } = await step.confirmed();
    const other = await step.mediating();
    expect((await step.read(of.id)).nextSteps).toEqual([]);
    service.clock.set('2025-09-05T02:00:00Z');
    await sweepClocks(service.deps, service.clock.now());
    const article = '调解仲裁法第十四条、第二十七条';
    expect((await step.read(of.id)).nextSteps).toMatchObject([{ code: 'arbitration', article }]);
    const over = await step.read(other.id);
    expect(over.state).toBe('TIMED_OUT');
    expect(over.nextSteps[0]).toMatchObject({ code: 'arbitration', article });
  });

  it('follows what came of the ways that were taken', async () => {
    const of = await step.mediating();
    await step.act(of.id, 'fail', { reason: '分歧较大' });
    const filing = { kind: 'arbitration', filedOn: '2025-08-20', authority: '仲裁委' };
    const { id } = (await step.post(WINDOW, `/cases/${of.id}/tracks`, filing)).body;
    expect(codes((await step.read(of.id)).nextSteps)).toEqual(['labour-inspection']);
    const move = (action: string, body: object) =>
      step.post(WINDOW, `/cases/${of.id}/tracks/${id}/actions/${action}`, body);
    await move('accept', { on: '2025-08-20' });
    await move('decide', { on: '2025-08-20', outcome: 'award' });
    expect((await step.read(of.id)).nextSteps).toMatchObject([
      { code: 'court', article: '调解仲裁法第四十八条、第五十条' },
      { code: 'enforcement', until: null },
    ]);
    const archived = await step.act(of.id, 'archive', { archiveNumber: '2025-078' });
    expect(codes(archived.body.nextSteps)).toEqual(['court', 'enforcement']);
  });
});
