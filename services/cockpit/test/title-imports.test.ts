import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usccOf } from '@qinwu/domain/uscc';
import { startWork, type Work } from '@qinwu/platform/process/work';
import { openQueues } from '@qinwu/platform/queue/open-queue';
import type { Queues } from '@qinwu/platform/queue/queues';
import { eventually } from '@qinwu/testkit/eventually';
import { testRedisUrl } from '@qinwu/testkit/redis';
import { type CockpitServer, cockpitServer } from './cockpit-server.ts';

let server: CockpitServer;
let queues: Queues;
let work: Work;
const officer = () => server.as({ roles: 'officer', sub: 'officer' });
const firm = (n: number): string => usccOf(`91350582MA${String(n).padStart(7, '0')}`);

beforeAll(async () => {
  server = await cockpitServer();
  server.clock.set(new Date());
  const { log, db, keyring, metrics } = server.deps;
  queues = await openQueues({ redisUrl: await testRedisUrl(), log });
  const { privateKey } = generateKeyPairSync('ed25519');
  work = startWork({
    name: 'cockpit',
    config: {
      ROLE: 'all',
      IMPORT_REPORT_DAYS: 90,
      PREVIOUS_DATA_KEYS: [],
      LEDGER_KEY: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
      CHECKPOINT_FILE: undefined,
    },
    log,
    db,
    keyring,
    metrics,
    queues,
    clock: server.clock,
    jobs: server.app.jobs,
    schedules: server.app.schedules,
  });
});
afterAll(async () => {
  await work.closeWorker(3_000);
  await work.closeRelay();
  await queues.close();
  await server.close();
});

/** Imports a table, and gives what came of it with the report of the refused rows. */
async function send(rows: readonly string[]) {
  const form = new FormData();
  form.set('options', JSON.stringify({ kind: 'titles', source: '公告', format: 'csv' }));
  form.set(
    'file',
    new Blob([['uscc,titleCode,from,until,document,batch', ...rows].join('\n')]),
    'titles.csv',
  );
  const { status, body } = await officer()('POST', '/imports', { form });
  expect(status).toBe(202);
  return eventually(
    async () => {
      const view = (await officer()('GET', `/imports/${body.id}`)).body;
      expect(view.finishedAt).not.toBeNull();
      const report = await officer()('GET', `/imports/${body.id}/report`);
      return { progress: view.progress, report: String(report.body) };
    },
    { within: 10_000 },
  );
}

describe('a list of titles', () => {
  const good = [
    `${firm(1)},hnte,2024年12月2日,,GR1,2024 年第二批`,
    `${firm(2)},hnte,2024-12-02,2027-12-01,GR2,2024 年第二批`,
    `${firm(1)},chain-leader,2025-01-01,,晋开〔2025〕2号,`,
  ];

  it('is entered and announced once, and left alone the second time', async () => {
    expect((await send(good)).progress).toMatchObject({ created: 3, refused: 0 });
    expect((await send(good)).progress).toMatchObject({ created: 0, unchanged: 3, refused: 0 });
    const { body } = await officer()('GET', `/titles?uscc=${firm(1)}&titleCode=hnte`);
    expect(body.items).toMatchObject([{ from: '2024-12-02', until: '2027-12-01', batch: '2024 年第二批' }]);
    const { rows } = await server.db.pool.query<{ listener: string }>(
      `select listener from outbox where type = 'qinwu.cockpit.title-granted.v1'`,
    );
    expect(rows.map(({ listener }) => listener)).toEqual(['credit', 'credit', 'credit']);
  });

  it('is entered without the rows that are wrong, each told with its field', async () => {
    const { progress, report } = await send([
      `${firm(3)},hnte,2024-12-02,,GR3,`,
      `${firm(3)},nobel-prize,2024-12-02,,GR3,`,
      `${firm(1)},hnte,2025-12-02,,GR9,`,
      `${firm(3)},tech-sme,2024-12-02,2024-12-01,GR3,`,
      `91350582MA0000016J,hnte,2024-12-02,,GR3,`,
    ]);
    expect(progress).toMatchObject({ created: 1, refused: 4 });
    expect(report).toContain('称号目录中没有这一称号');
    expect(report).toContain('已有同一称号');
  });
});
