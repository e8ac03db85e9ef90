import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ALL_MATERIALS, AUTHORITY, injurySteps } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

const TRANSFER = { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' };

describe('a decision on a work injury that is contested', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const steps = injurySteps(() => service);
  const { act } = steps;
  const receive = async () => (await steps.receive({ materials: ALL_MATERIALS })).id;
  const walk = async (id: string, steps: readonly [string, object][]) => {
    let last = null;
    for (const [action, body] of steps) {
      const reply = await act(id, action, body);
      expect({ action, ...reply }).toMatchObject({ action, status: 200 });
      last = reply.body;
    }
    return last;
  };
  const paper = (word: string, decidedOn = '2025-08-20', more: object = {}) => ({
    decision: word,
    documentNumber: `晋人社〔2025〕${word}`,
    decidedOn,
    authority: AUTHORITY,
    ...more,
  });
  const decided = (...of: Parameters<typeof paper>): [string, object] => ['record-decision', paper(...of)];

  it('mirrors a decision that was contested: upheld it stands, revoked it is made anew with its limit', async () => {
    const id = await receive();
    service.clock.set('2025-09-20T02:00:00Z');
    const court = { authority: '晋江市人民法院', remedy: 'litigation' };
    await walk(id, [
      ['complete', {}],
      ['transfer', { ...TRANSFER, transferredOn: '2025-08-21' }],
      decided('accepted', '2025-08-25', { simple: true }),
      decided('not-recognised', '2025-08-29'),
      decided('delivered', '2025-09-01'),
    ]);
    for (const [body, pointer] of [
      [paper('revoked', '2025-09-10'), '/remedy'],
      [paper('revoked', '2025-08-30', court), '/decidedOn'],
    ] as const) {
      const refused = await act(id, 'record-decision', body);
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
    }
    const board = { authority: '晋江市人民政府', remedy: 'reconsideration' };
    const upheld = await walk(id, [decided('upheld', '2025-09-05', board)]);
    expect(upheld).toMatchObject({ state: 'DELIVERED', conclusion: 'not-recognised' });
    const revoked = await walk(id, [decided('revoked', '2025-09-10', court)]);
    expect(revoked).toMatchObject({
      state: 'REVOKED',
      conclusion: null,
      concludedOn: null,
      transferredOn: '2025-08-21',
      allowedDecisions: [
        'accepted',
        'not-accepted',
        'withdrawn',
        'recognised',
        'deemed',
        'not-recognised',
        'delivered',
      ],
    });
    const anew = await walk(id, [decided('accepted', '2025-09-15')]);
    const limits = anew.clocks.filter(({ kind }: { kind: string }) => kind === 'decide');
    expect(limits).toMatchObject([
      { stoppedAt: expect.any(String), onTime: true },
      { stoppedAt: null, dueAt: '2025-11-14T16:00:00.000Z' },
    ]);
    const done = await walk(id, [decided('recognised', '2025-09-18')]);
    expect(done).toMatchObject({ state: 'RECOGNISED', conclusion: 'recognised', concludedOn: '2025-09-18' });
    expect(done.decisions.filter(({ remedy }: { remedy?: string }) => remedy !== undefined)).toMatchObject([
      { decision: 'upheld', ...board },
      { decision: 'revoked', ...court },
    ]);
    const elsewhere = paper('delivered', '2025-09-19', { remedy: 'litigation' });
    expect((await act(id, 'record-decision', elsewhere)).status).toBe(422);
  });

  it('mirrors that a refusal to accept was revoked', async () => {
    const id = await receive();
    const done = await walk(id, [
      ['complete', {}],
      ['transfer', TRANSFER],
      decided('not-accepted'),
      decided('revoked', undefined, { remedy: 'reconsideration' }),
      decided('accepted'),
    ]);
    expect(done).toMatchObject({ state: 'ACCEPTED', conclusion: null });
  });
});
