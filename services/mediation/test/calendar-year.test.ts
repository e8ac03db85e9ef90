import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import type { Deps } from '../src/deps.ts';
import { recountClocks } from '../src/use-cases/recount-clocks.ts';
import { INJURY } from './injury-service.ts';
import { INTAKE, type MediationService, startMediationService } from './mediation-service.ts';

const WINDOW = { roles: 'dispatcher', sub: 'window-1' } as const;
// Not the State Council's: a year to try the machinery with.
const YEAR = {
  year: 2027,
  off: ['2027-01-04', '2027-01-05', '2027-10-01'].map((date) => ({ date, name: '假日' })),
  work: [],
};

let service: MediationService;
let later: Deps;
beforeAll(async () => {
  service = await startMediationService();
  later = { ...service.deps, calendar: chinaCalendar([YEAR]) };
});
afterAll(() => service?.close());

const read = async (path: string) => (await service.as(WINDOW)('GET', path)).body;

it('counts provisional dates of cases and applications again once a year is published, each with its entry', async () => {
  service.clock.set('2026-12-20T02:00:00Z');
  const made = await service.as(WINDOW)('POST', '/cases', { body: INTAKE });
  // Fifteen days end on Monday 2027-01-04, of whose year nobody knew the holidays.
  expect(made.body.clocks).toMatchObject([{ dueAt: '2027-01-04T16:00:00.000Z', provisional: true }]);
  const body = { ...INJURY, event: { ...INJURY.event, occurredAt: '2026-12-05T09:00:00+08:00' } };
  const injury = await service.as(WINDOW)('POST', '/injury-applications', { body });
  expect(injury.body.clocks).toMatchObject([
    { kind: 'employer', dueAt: '2027-01-04T16:00:00.000Z', provisional: true },
    { kind: 'worker', dueAt: '2027-12-06T16:00:00.000Z', provisional: true },
  ]);
  // Under the calendar they were counted by nothing changes.
  expect(await recountClocks(service.deps, service.clock.now())).toBe(0);

  expect(await recountClocks(later, service.clock.now())).toBe(2);
  expect(await recountClocks(later, service.clock.now())).toBe(0);
  const found = await read(`/cases/${made.body.id}`);
  expect(found.clocks).toMatchObject([{ dueAt: '2027-01-06T16:00:00.000Z', provisional: false }]);
  expect(found).toMatchObject({ version: 2, dueAt: '2027-01-06T16:00:00.000Z' });
  const application = await read(`/injury-applications/${injury.body.id}`);
  expect(application.clocks).toMatchObject([
    { dueAt: '2027-01-06T16:00:00.000Z', provisional: false },
    { dueAt: '2027-12-06T16:00:00.000Z', provisional: false },
  ]);
  const { items } = await read(`/cases/${made.body.id}/history`);
  expect(items.at(-1)).toMatchObject({
    action: 'due-recounted',
    actor: 'system:calendar',
    change: {
      reason: 'calendar-published',
      calendar: later.calendar.id,
      recounted: [
        { kind: 'mediate', dueBefore: '2027-01-04T16:00:00.000Z', dueAt: '2027-01-06T16:00:00.000Z' },
      ],
    },
  });
});

it('leaves alone what has stopped', async () => {
  service.clock.set('2026-12-20T02:00:00Z');
  const { body } = await service.as(WINDOW)('POST', '/cases', { body: INTAKE });
  const path = `/cases/${body.id}/actions/not-accept`;
  await service.as(WINDOW)('POST', path, { body: { code: 'not-mediable', reason: '无' } });
  expect(await recountClocks(later, service.clock.now())).toBe(0);
  expect((await read(`/cases/${body.id}`)).clocks).toMatchObject([{ dueAt: '2027-01-04T16:00:00.000Z' }]);
});
