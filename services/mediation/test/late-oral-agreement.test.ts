import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { agreeing, WINDOW } from './agreed-case.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

/** The last day of the term of a civil case of 20 August. */
const DUE = '2025-09-19';

interface Oral {
  reachedOn: string | undefined;
  isLate: boolean;
  isStarted: boolean;
  isOut: boolean;
}

/** What is heard where an oral agreement is recorded after the term, before or after the time-out. */
function answerTo({ reachedOn, isLate, isStarted, isOut }: Oral): number {
  if (!isStarted) return 409;
  if (isLate !== isOut || reachedOn === '2025-08-19') return 422;
  return isOut && (reachedOn === undefined || reachedOn > DUE) ? 422 : 200;
}

describe('an oral agreement', () => {
  let service: MediationService;
  beforeAll(async () => {
    service = await startMediationService();
  });
  afterAll(() => service?.close());

  it('is taken after the time-out where it was reached within the term, and with why it comes late', async () => {
    const said = fc.record({
      reachedOn: fc.constantFrom('2025-08-19', '2025-08-20', '2025-09-18', DUE, '2025-09-20', undefined),
      isLate: fc.boolean(),
      isStarted: fc.boolean(),
      isOut: fc.boolean(),
    });
    const step = agreeing(service);
    const civil = { category: 'debt', organisation: 'people-mediation' };
    const registered = async () => (await step.post(WINDOW, '/cases', { ...INTAKE, ...civil })).body;
    await fc.assert(
      fc.asyncProperty(said, async (late) => {
        service.clock.set('2025-08-20T02:00:00Z');
        const { id } = late.isStarted ? await step.mediating(civil) : await registered();
        service.clock.set('2025-09-22T02:00:00Z');
        if (late.isOut) expect((await step.act(id, 'time-out')).body.state).toBe('TIMED_OUT');
        const { status } = await step.act(id, 'agree-orally', {
          amountAgreed: '3000.00',
          summary: '三日内支付3000元。',
          reachedOn: late.reachedOn,
          lateReason: late.isLate ? '记录人员当时外出' : undefined,
        });
        expect({ ...late, status }).toEqual({ ...late, status: answerTo(late) });
      }),
      { numRuns: 40 },
    );
  });
});
