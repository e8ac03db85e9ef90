import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

let service: MediationService;
beforeAll(async () => {
  service = await startMediationService();
  service.clock.set('2025-09-01T02:00:00Z');
});
afterAll(() => service?.close());

const CIVIL = { ...INTAKE, category: 'debt', organisation: 'people-mediation' };

it('a dispute is taken in whatever terms the park has entered, of a later day or of several places', async () => {
  const park = 'terms';
  const register = async () => {
    const made = await service.as({ roles: 'dispatcher', park })('POST', '/cases', { body: CIVIL });
    return {
      status: made.status,
      due: made.body.clocks?.[0]?.dueAt,
      official: made.body.clocks?.[0]?.official,
    };
  };
  const enter = async (path: string, value: string) => {
    const body = { value, source: '园区规定', official: true };
    const { status } = await service.as({ roles: 'admin', park })(
      'PUT',
      `/standards/civil-mediation-days/${path}`,
      { body },
    );
    expect(status).toBe(201);
  };
  const suggested = { status: 201, due: '2025-10-09T16:00:00.000Z', official: false };
  expect(await register()).toEqual(suggested);
  await enter('000000/2026-01-01', '20');
  expect(await register()).toEqual(suggested);
  await enter('000000/2025-09-01', '10');
  expect(await register()).toEqual({ status: 201, due: '2025-09-11T16:00:00.000Z', official: true });
  // A dispute has no place of its own: the narrowest of the park's holds.
  await enter('350582/2025-09-01', '9');
  expect(await register()).toEqual({ status: 201, due: '2025-09-10T16:00:00.000Z', official: true });
});
