import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DECISIONS } from '../src/injury-vocabulary.ts';
import { ALL_MATERIALS, AUTHORITY, injurySteps, WORKER } from './injury-service.ts';
import { type MediationService, startMediationService } from './mediation-service.ts';

describe('decisions received back', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());
  beforeEach(() => service.clock.set('2025-08-20T02:00:00Z'));

  const { receive, act, read } = injurySteps(() => service);
  const record = (id: string, decision: string) => {
    const remedy = decision === 'upheld' || decision === 'revoked' ? { remedy: 'litigation' } : {};
    const paper = {
      documentNumber: `晋人社〔2025〕${decision}`,
      decidedOn: '2025-08-20',
      authority: AUTHORITY,
    };
    return act(id, 'record-decision', { decision, ...paper, ...remedy });
  };
  const handedOver = async () => {
    const { id } = await receive({ materials: ALL_MATERIALS });
    await act(id, 'complete');
    await act(id, 'transfer', { receiver: AUTHORITY, receiptNumber: 'JJGS-2025-0097' });
    return id;
  };

  it.each([
    [['not-accepted'], 'NOT_ACCEPTED'],
    [['withdrawn'], 'WITHDRAWN'],
    [['accepted'], 'ACCEPTED'],
    [['accepted', 'suspended'], 'SUSPENDED'],
    [['not-accepted', 'revoked'], 'REVOKED'],
    [['accepted', 'recognised'], 'DELIVERED'],
    [['accepted', 'deemed', 'delivered', 'upheld'], 'DELIVERED'],
    [['accepted', 'deemed', 'delivered', 'appraisal'], 'APPRAISAL'],
  ])('are delivered after %j, once, and the state is %s', async (papers, state) => {
    const id = await handedOver();
    for (const paper of papers) expect((await record(id, paper)).status).toBe(200);
    expect((await read(id)).body.allowedDecisions).toContain('delivered');
    const { body } = await record(id, 'delivered');
    expect(body).toMatchObject({
      state,
      decisions: [...papers, 'delivered'].map((decision) => ({ decision })),
    });
    expect(body.allowedDecisions).not.toContain('delivered');
    expect((await record(id, 'delivered')).body.type).toBe('urn:qinwu:problem:nothing-to-deliver');
  });

  it('are entered in the order of their days, and one out of order hears of the paper before it', async () => {
    const id = await handedOver();
    await record(id, 'accepted');
    const paper = { documentNumber: '晋人社〔2025〕1', decidedOn: '2025-08-19', authority: AUTHORITY };
    const { status, body } = await act(id, 'record-decision', { decision: 'delivered', ...paper });
    expect({ status, ...body.errors[0] }).toMatchObject({ status: 422, code: 'decided-out-of-order' });
    expect(body.errors[0].detail).toMatch(/晋人社〔2025〕accepted.*2025-08-20/);
  });

  it('go on after the delivery as they did before it', async () => {
    const id = await handedOver();
    await record(id, 'not-accepted');
    expect((await record(id, 'delivered')).body.allowedDecisions).toEqual(['upheld', 'revoked']);
    await record(id, 'revoked');
    await record(id, 'delivered');
    expect((await record(id, 'accepted')).body.state).toBe('ACCEPTED');
  });

  it('that the state does not allow are refused with what the caller may call, by its routes', async () => {
    const id = await handedOver();
    const described = await fetch(`${service.url}/mediation/openapi.json`);
    const { paths } = (await described.json()) as { paths: object };
    const routes = Object.keys(paths)
      .filter((path) => path.includes('/injury-applications/{id}/actions/'))
      .map((path) => path.split('/').at(-1));
    const NEXT: string[] = ['accepted', 'not-accepted', 'withdrawn'];
    for (const decision of DECISIONS.filter((each) => !NEXT.includes(each))) {
      const { status, body } = await record(id, decision);
      expect({ status, body }).toMatchObject({
        status: 409,
        body: { allowedActions: ['record-decision'], allowedDecisions: NEXT },
      });
      expect(routes).toEqual(expect.arrayContaining(body.allowedActions));
    }
    const other = await act(id, 'complete');
    expect(other).toMatchObject({ status: 409, body: { allowedActions: ['record-decision'] } });
    // Who brings something may do less than the window.
    const said = { reason: 'withdrawn-in-writing', withdrawalRecord: '本人撤回' };
    const theirs = await act(id, 'not-transfer', said, WORKER);
    expect(theirs).toMatchObject({ status: 409, body: { allowedActions: [], allowedDecisions: [] } });
  });
});
