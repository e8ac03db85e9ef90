import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chinaCalendar } from '@qinwu/domain/calendar';
import { calendarYears } from '@qinwu/platform/config/calendar-config';
import { loadConfig } from '@qinwu/platform/config/load-config';
import { z } from 'zod';
import type { Deps } from '../src/deps.ts';
import { recountClocks } from '../src/use-cases/recount-clocks.ts';
import { sweepLights } from '../src/use-cases/sweep-lights.ts';
import { type GrievanceService, INTAKE, startGrievanceService } from './grievance-service.ts';

const dispatcher = { roles: 'dispatcher', sub: 'dispatcher-1' } as const;
const holiday = (date: string) => ({ date, name: date.endsWith('-10-01') ? '国庆节' : '元旦' });
// Not the State Council's: a year to try the machinery with.
const YEAR = {
  year: 2027,
  notice: '试用',
  publishedOn: '2026-01-05',
  off: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-10-01'].map(holiday),
  work: ['2027-01-09'],
};

let service: GrievanceService;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendar-'));
  service = await startGrievanceService();
});
afterAll(async () => service?.close());

let files = 0;
/** Reads a configuration that names a file with this content. */
async function read(content: unknown) {
  files += 1;
  const file = join(folder, `${files}.json`);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const schema = z.object({ CALENDAR_YEARS_FILE: calendarYears.optional(), PORT: z.coerce.number() });
  return loadConfig(schema, { CALENDAR_YEARS_FILE: file, PORT: '1' });
}
const get = async (path: string) => (await service.as(dispatcher)('GET', path)).body;
const answerOf = (grievance: { clocks: { kind: string }[] }) =>
  grievance.clocks.find(({ kind }) => kind === 'answer');

async function assigned(): Promise<string> {
  const { body } = await service.as(dispatcher)('POST', '/grievances', { body: INTAKE });
  const reply = await service.as(dispatcher)('POST', `/grievances/${body.id}/actions/assign`, { body: {} });
  expect(reply).toMatchObject({ status: 200 });
  return body.id;
}

describe('a calendar year the deployer adds', () => {
  it('is read from a file at boot', async () => {
    const { CALENDAR_YEARS_FILE: years } = await read({ years: [YEAR] });
    const calendar = chinaCalendar(years);
    expect(calendar.publishedYears.at(-1)).toBe(2027);
    expect(calendar.isWorkday('2027-01-01')).toBe(false);
    expect(calendar.isWorkday('2027-01-09')).toBe(true);
  });

  it('is refused with all its faults at once, by their place in the file', async () => {
    const off = [holiday('2027-01-01'), holiday('2027-01-01'), holiday('2025-05-01')];
    const wrong = { ...YEAR, publishedOn: '2099-01-01', off, work: ['2027-01-11', '2027-13-01'] };
    const faults = await read({ years: [wrong] }).catch((error) => error.faults);
    const names = faults.map(({ name }: { name: string }) =>
      name.replace('CALENDAR_YEARS_FILE.years.0.', ''),
    );
    expect(names).toContain('work.1');
    const later = { ...wrong, work: ['2027-01-11'] };
    const rules = await read({ years: [later, YEAR] }).catch((error) => error.faults);
    expect(rules.map(({ name }: { name: string }) => name.split('.').slice(3).join('.'))).toEqual(
      expect.arrayContaining(['off.1.date', 'off.2.date', 'work.0', 'off', 'publishedOn']),
    );
    await expect(read('{')).rejects.toThrow('must name a readable file of JSON');
    await expect(read({ years: [YEAR, YEAR] })).rejects.toThrow('must name a year once');
  });

  it('makes provisional due dates final, each with a ledger entry that says why, and arms the lights again', async () => {
    // Wednesday 30 December 2026: five working days lead across New Year.
    service.clock.set('2026-12-30T01:00:00Z');
    const id = await assigned();
    const before = await get(`/grievances/${id}`);
    expect(answerOf(before)).toMatchObject({ dueAt: '2027-01-06T09:30:00.000Z', provisional: true });
    expect(await recountClocks(service.deps, service.clock.now())).toBe(0);

    const deps: Deps = { ...service.deps, calendar: chinaCalendar([YEAR]) };
    expect(await recountClocks(deps, service.clock.now())).toBe(1);
    const after = await get(`/grievances/${id}`);
    expect(answerOf(after)).toMatchObject({ dueAt: '2027-01-07T09:30:00.000Z', provisional: false });
    expect(after).toMatchObject({ dueAt: '2027-01-07T09:30:00.000Z', version: before.version + 1 });
    const { items } = await get(`/grievances/${id}/history`);
    expect(items.at(-1)).toMatchObject({
      actor: 'system:calendar',
      action: 'due-recounted',
      change: { reason: 'calendar-published', calendar: deps.calendar.id },
    });
    expect(items.at(-1).change.clocks).toContainEqual({
      run: 1,
      kind: 'answer',
      cycle: 1,
      dueAt: '2027-01-07T09:30:00.000Z',
      dueBefore: '2027-01-06T09:30:00.000Z',
      calendarBefore: service.deps.calendar.id,
      provisional: false,
    });
    expect(await recountClocks(deps, service.clock.now())).toBe(0);

    service.clock.set('2027-01-06T09:31:00Z');
    await sweepLights(deps, service.clock.now());
    expect(answerOf(await get(`/grievances/${id}`))).not.toMatchObject({ light: 'red' });
    service.clock.set('2027-01-07T09:31:00Z');
    await sweepLights(deps, service.clock.now());
    expect(answerOf(await get(`/grievances/${id}`))).toMatchObject({ light: 'red' });
  });

  it('leaves stopped clocks and those within the published years alone', async () => {
    service.clock.set('2026-06-01T01:00:00Z');
    const id = await assigned();
    const { version } = await get(`/grievances/${id}`);
    const deps: Deps = { ...service.deps, calendar: chinaCalendar([{ ...YEAR, work: [] }]) };
    await recountClocks(deps, service.clock.now());
    expect(await get(`/grievances/${id}`)).toMatchObject({ version });
  });
});
