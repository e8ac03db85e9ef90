import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { createNumberSource } from '@qinwu/platform/numbers/number-source';
import { type PlatformDatabase, platformDatabase } from '../db/platform-database.ts';

let test: PlatformDatabase;

beforeAll(async () => {
  test = await platformDatabase();
});
afterAll(() => test.drop());

describe('the number source', () => {
  it('gives 50 processes unique numbers', async () => {
    const sources = Array.from({ length: 50 }, () => createNumberSource(test.db));
    const drawn = await Promise.all(
      sources.flatMap((source) =>
        Array.from({ length: 150 }, () => source.next('park-1', 'GR', '2025-08-31')),
      ),
    );
    expect(new Set(drawn).size).toBe(50 * 150);
    expect(drawn[0]).toMatch(/^GR-20250831-\d{6}$/);
  });

  it('starts anew by park, prefix and day', async () => {
    const source = createNumberSource(test.db);
    expect(await source.next('park-2', 'GR', '2025-08-31')).toBe('GR-20250831-000001');
    expect(await source.next('park-2', 'GR', '2025-08-31')).toBe('GR-20250831-000002');
    expect(await source.next('park-2', 'GR', '2025-09-01')).toBe('GR-20250901-000001');
    expect(await source.next('park-2', 'MD', '2025-08-31')).toBe('MD-20250831-000001');
    expect(await source.next('park-3', 'GR', '2025-08-31')).toBe('GR-20250831-000001');
  });

  it('grows its blocks under load, to 1,000 at most', async () => {
    const source = createNumberSource(test.db);
    const numbers = await source.take('park-4', 'GR', '2025-08-31', 5_000);
    expect(new Set(numbers).size).toBe(5_000);
    const { rows } = await test.db.pool.query(`select next from number_block where park_id = 'park-4'`);
    expect(Number(rows[0].next)).toBeGreaterThan(5_000);
    expect(Number(rows[0].next)).toBeLessThanOrEqual(6_001);
  });

  it('refuses to be asked inside a transaction', async () => {
    const source = createNumberSource(test.db);
    await source.next('park-5', 'GR', '2025-08-31');
    const inside = inTransaction(test.db, () => source.next('park-5', 'GR', '2025-08-31'));
    await expect(inside).rejects.toThrow('inside a transaction');
  });

  it('goes on after a reservation that failed', async () => {
    const full = test.open({ max: 1 });
    const source = createNumberSource(full);
    const held = await full.pool.connect();
    await expect(source.next('park-6', 'GR', '2025-08-31')).rejects.toMatchObject({ kind: 'unavailable' });
    held.release();
    expect(await source.next('park-6', 'GR', '2025-08-31')).toBe('GR-20250831-000001');
  });
});
