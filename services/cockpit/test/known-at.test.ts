import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@qinwu/domain/id';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import { figureByCode } from '../src/rules/figure-definitions.ts';
import { type FactVersion, writeFacts } from '../src/store/write-facts.ts';
import { readFigure } from '../src/use-cases/read-figure.ts';
import { type CockpitDatabase, cockpitDatabase } from './cockpit-database.ts';

const now = new Date('2999-01-01T00:00:00Z');
const WRITERS = 4;
const WRITES = 25;

let store: CockpitDatabase;
beforeAll(async () => {
  store = await cockpitDatabase();
});
afterAll(() => store.drop());

function fact(park: string, recordId: string, sequence: number): FactVersion {
  return {
    park,
    figure: 'grievance.problems-found',
    service: 'grievance',
    kind: 'grievance',
    recordId,
    on: '2025-03-01',
    until: null,
    amount: null,
    distinctKey: null,
    dims: {},
    withdrawn: sequence % 2 === 0,
    sourceEvent: newId(),
    sequence,
  };
}

describe('a figure asked for as it was known', () => {
  it('under load is again what it was, at every instant anyone saw', async () => {
    const definition = figureByCode('grievance.problems-found');
    if (definition === undefined) throw new Error('no definition');
    const park = newId();
    const ask = (knownAt?: Date) =>
      readFigure(store.db.orm, {
        park,
        definition,
        now,
        from: '2025-01-01',
        to: '2025-12-31',
        ...(knownAt === undefined ? {} : { knownAt: knownAt.toISOString() }),
      });
    await inTransaction(store.db, (tx) => writeFacts(tx, [fact(park, 'first', 1)]));

    const seen: { knownAt: Date; value: number | null }[] = [];
    let writing = WRITERS;
    const write = async (writer: number): Promise<void> => {
      for (let turn = 0; turn < WRITES; turn++) {
        const versions = [
          fact(park, `${writer}-${turn}`, 1),
          fact(park, 'shared', writer + WRITERS * turn + 1),
        ];
        await inTransaction(store.db, (tx) => writeFacts(tx, versions));
      }
      writing -= 1;
    };
    const watch = async (): Promise<void> => {
      while (writing > 0) {
        const { knownAt, value } = await ask();
        seen.push({ knownAt, value });
      }
    };
    await Promise.all([watch(), ...Array.from({ length: WRITERS }, (_, writer) => write(writer))]);

    expect(new Set(seen.map(({ value }) => value)).size).toBeGreaterThan(5);
    for (const { knownAt, value } of seen) expect((await ask(knownAt)).value).toBe(value);
    expect((await ask()).value).toBe(1 + WRITERS * WRITES);
  });
});
