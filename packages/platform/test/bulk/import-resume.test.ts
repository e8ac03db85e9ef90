import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@qinwu/testkit/eventually';
import { bulkClient, type ImportBody, lettersCsv } from './bulk-client.ts';
import { type BulkService, startBulkService } from './bulk-service.ts';

let service: BulkService;
const { ended, json, send } = bulkClient(() => service);
beforeAll(async () => {
  service = await startBulkService();
});
afterAll(() => service?.close());

const state = (id: string) => json<ImportBody>(`/imports/${id}`);

async function letters(source: string): Promise<number> {
  const { rows } = await service.db.pool.query(`select count(*)::int as n from letter where source = $1`, [
    source,
  ]);
  return rows[0].n;
}

describe('an import whose worker', () => {
  it('stops half-way goes on with another worker, each row once', async () => {
    const options = { kind: 'letters', source: 'stopped' };
    const { body } = await send({ file: lettersCsv(12_000), options });
    const first = service.work();
    await eventually(async () => expect((await state(body.id)).progress.read).toBeGreaterThan(0), {
      every: 2,
    });
    await first.close();
    const half = await state(body.id);
    expect(half.progress.read).toBeLessThan(12_000);
    expect(half.progress.read).toBe(await letters('stopped'));
    const second = service.work();
    const done = await ended(body.id);
    await second.close();
    expect(done.progress).toMatchObject({ read: 12_000, created: 12_000, unchanged: 0, refused: 0 });
    expect(await letters('stopped')).toBe(12_000);
  });

  it('loses its connections half-way commits no slice twice and none by half', async () => {
    const options = { kind: 'letters', source: 'cut' };
    const { body } = await send({ file: lettersCsv(12_000), options });
    const worker = service.work();
    for (const from of [1, 3_000, 6_000]) {
      await eventually(
        async () => expect((await state(body.id)).progress.read).toBeGreaterThanOrEqual(from),
        { every: 2, within: 15_000 },
      );
      await service.db.pool
        .query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`)
        .catch(() => undefined);
    }
    const done = await eventually(() => ended(body.id));
    await worker.close();
    expect(done.state).toBe('DONE');
    expect(done.progress).toMatchObject({ read: 12_000, created: 12_000, unchanged: 0, refused: 0 });
  });

  it('is told to cancel stops, keeps what is in, and cannot be cancelled again', async () => {
    const { body } = await send({ file: lettersCsv(12_000), options: { kind: 'letters', source: 'cancel' } });
    const cancel = async () =>
      await fetch(`${service.url}/bulk/v1/imports/${body.id}/cancel`, {
        method: 'POST',
        headers: { authorization: await service.bearer(), 'idempotency-key': crypto.randomUUID() },
      });
    const worker = service.work();
    await eventually(async () => expect((await state(body.id)).progress.read).toBeGreaterThan(0), {
      every: 2,
    });
    expect((await cancel()).status).toBe(200);
    const done = await ended(body.id);
    await worker.close();
    expect(done.state).toBe('CANCELLED');
    expect(done.progress.read).toBe(await letters('cancel'));
    expect((await cancel()).status).toBe(409);
  });
});
