import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TokenClaims } from '@qinwu/testkit/tokens';
import { type GrievanceService, INTAKE, newKey, startGrievanceService } from './grievance-service.ts';
import { faultsOfEditors, faultsOfRepeats, faultsOfTransition, type Step } from './race-checks.ts';
import { faultsOf, recordRefusals } from './refusals.ts';
import { type RawReply, type SecondProcess, startSecondProcess } from './second-process.ts';

/** Ten times as much where time allows: RACE_SCALE=10. */
const SCALE = Number(process.env.RACE_SCALE ?? 1);
const refusals = recordRefusals();
const dispatcher: TokenClaims = { roles: 'dispatcher' };

let service: GrievanceService;
/** Two processes, so that nothing in the memory of one can decide a race. */
let processes: readonly [SecondProcess, SecondProcess];

beforeAll(async () => {
  service = await startGrievanceService();
  processes = [await startSecondProcess(service), await startSecondProcess(service, { connections: 4 })];
});
afterAll(async () => {
  for (const each of processes) await each.close();
  await service.close();
});

const callerOf = (at: number) => processes[at % 2 === 0 ? 0 : 1].as(dispatcher);
const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

/** The faults of each race, two at a time: a queue of hundreds would only wait for connections. */
async function faultsOfAll(length: number, race: (at: number) => Promise<string[]>): Promise<string[]> {
  const faults: string[] = [];
  for (let from = 0; from < length; from += 2) {
    const batch = range(Math.min(2, length - from)).map((at) => race(from + at));
    faults.push(...(await Promise.all(batch)).flat());
  }
  return [...new Set(faults)];
}

async function register(): Promise<string> {
  const { status, json, text } = await callerOf(0)('POST', '/grievances', { body: INTAKE });
  if (status !== 201) throw new Error(`intake answered ${status}: ${text}`);
  return String(json.id);
}

async function rows<T extends object>(text: string, values: unknown[]): Promise<T[]> {
  const found = await service.deps.db.pool.query<T>(text, values);
  return found.rows;
}

const countOf = async (table: string, title: string): Promise<number> => {
  const join =
    table === 'grievance'
      ? ''
      : `join grievance g on g.id = t.${table === 'ledger' ? 'case_id' : 'grievance_id'}`;
  const [row] = await rows<{ n: number }>(
    `select count(*)::int as n from ${table} t ${join} where ${join === '' ? 't' : 'g'}.title = $1`,
    [title],
  );
  return row?.n ?? 0;
};

describe('C1 equal requests at once', () => {
  const KEYS = 30 * SCALE;
  const PARALLEL = 40;
  const send = (title: string, at: number, key: string): Promise<RawReply> =>
    callerOf(at)('POST', '/grievances', { body: { ...INTAKE, title }, headers: { 'idempotency-key': key } });

  it(`make one resource for each of ${KEYS} keys`, async () => {
    const faults = await faultsOfAll(KEYS, async (number) => {
      const [title, key] = [`同一件 ${number}`, newKey()];
      const replies = await Promise.all(range(PARALLEL).map((at) => send(title, at, key)));
      const other = await send(`${title} 之二`, number, key);
      const traces = [await countOf('ledger', title), await countOf('grievance_clock', title)];
      return [
        ...faultsOfRepeats(replies, await countOf('grievance', title)),
        ...(other.status === 422 ? [] : [`another body was answered ${other.status}`]),
        ...(traces.every((count) => count === 1) ? [] : [`${traces} ledger entries and clocks`]),
      ];
    });
    expect(faults).toEqual([]);
  }, 60_000);

  it('is a race this check can lose: keys of their own make resources of their own', async () => {
    const replies = await Promise.all(range(5).map((at) => send('各自提交', at, newKey())));
    expect(faultsOfRepeats(replies, await countOf('grievance', '各自提交'))).toEqual([
      '5 resources under one key',
      '5 different answers under one key',
    ]);
  });
});

const historyOf = (id: string): Promise<Step[]> =>
  rows<Step>('select action, seq::int as seq from ledger where case_id = $1 order by seq', [id]);

describe('C2 one transition asked for many times at once', () => {
  const CASES = 60 * SCALE;
  const PARALLEL = 30;

  it(`has one winner on each of ${CASES} grievances`, async () => {
    const faults = await faultsOfAll(CASES, async () => {
      const id = await register();
      const path = `/grievances/${id}/actions`;
      const asked = range(PARALLEL).map((at) => callerOf(at)('POST', `${path}/accept`, { body: {} }));
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      return faultsOfTransition(statuses, await historyOf(id));
    });
    expect(faults).toEqual([]);
  }, 60_000);

  it('has one winner among transitions that exclude each other', async () => {
    const faults = await faultsOfAll(16, async () => {
      const id = await register();
      const path = `/grievances/${id}/actions`;
      const decline = { code: 'already-handled', reason: '已办结' };
      const asked = range(10).map((at) => {
        const body = at % 2 === 0 ? {} : decline;
        return callerOf(at >> 1)('POST', `${path}/${at % 2 === 0 ? 'accept' : 'decline'}`, { body });
      });
      const statuses = (await Promise.all(asked)).map(({ status }) => status);
      return faultsOfTransition(statuses, await historyOf(id));
    });
    expect(faults).toEqual([]);
  });

  it('is a race this check can lose: without the version in its WHERE every update wins', async () => {
    const id = await register();
    // All have read before the first one writes, as in a race that goes wrong.
    const statuses = await Promise.all(
      range(5).map(async () => {
        const [found] = await rows<{ state: string }>('select state from grievance where id = $1', [id]);
        return found?.state ?? '';
      }),
    ).then((read) =>
      Promise.all(
        read.map(async (state) => {
          if (state !== 'REGISTERED') return 409;
          await rows("update grievance set state = 'ACCEPTED', version = version + 1 where id = $1", [id]);
          return 200;
        }),
      ),
    );
    const history = [
      { action: 'registered', seq: 1 },
      ...range(5).map((at) => ({ action: 'accept', seq: at + 2 })),
    ];
    const faults = faultsOfTransition(statuses, history);
    expect(faults).toContain('5 winners');
    expect(faults).toContain('accept in ACCEPTED');
  });
});

const versionOf = async (id: string): Promise<number> => {
  const [row] = await rows<{ version: number }>('select version from grievance where id = $1', [id]);
  return row?.version ?? 0;
};

describe('C4 editors of one document', () => {
  const DOCUMENTS = 40 * SCALE;
  const EDITORS = 15;

  it(`lose no change of ${DOCUMENTS} documents`, async () => {
    const faults = await faultsOfAll(DOCUMENTS, async () => {
      const id = await register();
      const before = await versionOf(id);
      const edit = async (at: number): Promise<{ status: number; title: string }> => {
        const call = callerOf(at);
        const { headers } = await call('GET', `/grievances/${id}`);
        const title = `第 ${at} 位的标题`;
        const etag = headers.get('etag') ?? '';
        const { status } = await call('PATCH', `/grievances/${id}`, {
          body: { title },
          headers: { 'if-match': etag },
        });
        return { status, title };
      };
      const edits = await Promise.all(range(EDITORS).map(edit));
      const written = edits.filter(({ status }) => status === 200);
      const odd = edits.filter(({ status }) => status !== 200 && status !== 412);
      const [row] = await rows<{ title: string }>('select title from grievance where id = $1', [id]);
      const entries = (await historyOf(id)).filter(({ action }) => action === 'corrected').length;
      return [
        ...faultsOfEditors(written.length, (await versionOf(id)) - before),
        ...faultsOfEditors(written.length, entries),
        ...odd.map(({ status }) => `an editor was answered ${status}`),
        ...(written.some(({ title }) => title === row?.title) ? [] : ['the title is nobody’s']),
      ];
    });
    expect(faults).toEqual([]);
  }, 60_000);

  it('must say which version they saw', async () => {
    const id = await register();
    const reply = await callerOf(0)('PATCH', `/grievances/${id}`, { body: { title: '没有看过' } });
    expect(reply).toMatchObject({ status: 428, json: { type: 'urn:qinwu:problem:if-match-missing' } });
    expect(await versionOf(id)).toBe(1);
  });

  it('of a new entry of the directory make it once', async () => {
    const entry = { body: { name: '新单位' } };
    const admin: TokenClaims = { roles: 'admin' };
    const puts = range(12).map((at) =>
      processes[at % 2 === 0 ? 0 : 1].as(admin)('PUT', '/units/new-unit', entry),
    );
    const statuses = (await Promise.all(puts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => ![201, 412, 428].includes(status))).toEqual([]);
    expect(await rows('select version from unit where code = $1', ['new-unit'])).toEqual([{ version: 1 }]);
  });

  it('is a race this check can lose: a write of what was read before loses the others', async () => {
    const id = await register();
    const read = await Promise.all(range(5).map(() => versionOf(id)));
    const set = 'update grievance set version = $2 where id = $1';
    await Promise.all(read.map((version) => rows(set, [id, version + 1])));
    expect(faultsOfEditors(5, (await versionOf(id)) - 1)).toEqual([
      '5 editors were told they had written, 1 versions were',
    ]);
  });
});

it('every refusal was a clean problem document', () => {
  expect(refusals.length).toBeGreaterThan(1_000);
  expect([...new Set(refusals.flatMap(faultsOf))]).toEqual([]);
});
