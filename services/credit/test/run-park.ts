import { expect } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { eventually } from '@qinwu/testkit/eventually';
import type { CreditService } from './credit-service.ts';

/** The code of the n-th enterprise of a test park. */
export function firm(n: number): string {
  return usccOf(`91350582MA${String(n).padStart(7, '0')}`);
}

/** A model shipped with the service, published by two people; returns its id. */
export async function publishModel(service: CreditService, from: string): Promise<string> {
  const author = service.as({ roles: 'admin', sub: 'author' });
  const { body } = await author('POST', '/models', { body: { from } });
  await author('POST', `/models/${body.id}/actions/submit`, { body: {} });
  const reviewer = service.as({ roles: 'admin', sub: 'reviewer' });
  await reviewer('POST', `/models/${body.id}/actions/publish`, { body: {} });
  return body.id;
}

/** Enters an enterprise; its division is one of three. */
export async function enterFirm(service: CreditService, n: number): Promise<void> {
  const officer = service.as({ roles: 'officer', sub: 'officer' });
  const body = { name: `第${n}家科技有限公司`, industry: ['39', '13', '26'][n % 3] };
  expect((await officer('PUT', `/enterprises/${firm(n)}`, { body })).status).toBe(201);
}

/** Enters what the tax office states of 2024; returns the value's id. */
export async function enterTax(
  service: CreditService,
  n: number,
  {
    code,
    value,
    unit,
    validFrom = '2025-01-01',
  }: { code: string; value: string; unit: string; validFrom?: string },
): Promise<string> {
  const officer = service.as({ roles: 'officer', sub: 'officer' });
  const period = { periodFrom: '2024-01-01', periodTo: '2024-12-31', validFrom };
  const body = { uscc: firm(n), code, value, unit, source: 'tax', ...period };
  const answer = await officer('POST', '/indicator-values', { body });
  expect(answer.status).toBe(201);
  return answer.body.id;
}

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever member it expects
export type Run = any;

/** Starts a run; returns it as it was answered. */
export async function startRun(service: CreditService, body: Record<string, unknown>): Promise<Run> {
  const answer = await service.as({ roles: 'client', sub: 'batch' })('POST', '/score-runs', { body });
  expect([200, 202]).toContain(answer.status);
  return answer.body;
}

/** The run once it has come to a state. */
export async function untilRun(service: CreditService, id: string, state: string): Promise<Run> {
  let run: Run;
  await eventually(
    async () => {
      run = (await service.as({ roles: 'admin' })('GET', `/score-runs/${id}`)).body;
      expect(run.state).toBe(state);
    },
    { within: 20_000, every: 50 },
  );
  return run;
}
