import { once } from 'node:events';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '@qinwu/platform/db/in-transaction';
import type { LedgerEntry } from '@qinwu/platform/ledger/entry';
import { exportLedger } from '@qinwu/platform/ledger/export';
import { leafHash } from '@qinwu/platform/ledger/merkle';
import { type Sealer, startSealer } from '@qinwu/platform/ledger/sealer';
import { type VerifyReport, verifyExport } from '@qinwu/platform/ledger/verify';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import { type PlatformDatabase, platformDatabase } from '../db/platform-database.ts';
import { entriesOf, keys, ledgerKey } from './sealed-ledger.ts';
import { rewriteChain } from './tampering.ts';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

let test: PlatformDatabase;
let sealer: Sealer;
const ours = entriesOf(20, 3, 'park-a');
const theirs = entriesOf(20, 3, 'park-b');

beforeAll(async () => {
  test = await platformDatabase();
  const options = { db: test.db, service: 'test', ledgerKey, log: silent };
  sealer = startSealer({ ...options, now: () => new Date(), everyMs: 3_600_000 });
  await append(ours);
  await append(theirs);
  await sealer.sealNow();
});
afterAll(async () => {
  await sealer.close();
  await test.drop();
});

const append = (entries: readonly LedgerEntry[]) => inTransaction(test.db, (tx) => writeEntries(tx, entries));

async function exported(park?: string): Promise<string[]> {
  const lines = exportLedger(test.db, { now: new Date(), ...(park !== undefined && { park }) });
  return (await Readable.from(lines).toArray()).join('').trimEnd().split('\n');
}

async function checkpoints(): Promise<string[]> {
  const { rows } = await test.db.pool.query('select line from ledger_checkpoint order by number');
  return rows.map(({ line }) => line);
}

const verified = async (lines: readonly string[]): Promise<VerifyReport> =>
  verifyExport(lines, await checkpoints(), keys.publicKey);

/** Where the line of an entry stands in an export. */
function placeOf(lines: readonly string[], entry: LedgerEntry): number {
  return lines.findIndex((line) => line.includes(`"hash":"${entry.hash}"`));
}
const entryAt = (at: number): LedgerEntry => {
  const entry = ours[at];
  if (!entry) throw new Error('no such entry');
  return entry;
};
const leafLine = ({ caseId, seq, hash }: LedgerEntry): string =>
  JSON.stringify({ leaf: leafHash(caseId, seq, hash).toString('hex') });

describe("one park's export", () => {
  it('shows nothing of another park, and the checkpoints prove it all the same', async () => {
    await append(entriesOf(2, 1, 'park-a'));
    await append(entriesOf(2, 1, 'park-b'));
    const lines = await exported('park-a');
    const text = lines.join('\n');
    expect(text).not.toContain('park-b');
    for (const { caseId, hash } of theirs) expect(text.includes(caseId) || text.includes(hash)).toBe(false);
    expect(await verified(lines)).toMatchObject({
      fault: null,
      header: { park: 'park-a', checkpoint: 1 },
      entries: 62,
      sealed: 60,
      others: 60,
      checkpoints: 1,
    });
  });

  it('names an entry of its own that was altered, left out, or hidden behind its hash', async () => {
    const lines = await exported('park-a');
    const entry = entryAt(30);
    const { caseId, seq } = entry;
    const at = placeOf(lines, entry);
    const altered = lines.with(at, lines[at]?.replace('officer-1', 'officer-2') ?? '');
    expect((await verified(altered)).fault).toEqual({ kind: 'altered', caseId, seq });
    expect((await verified(lines.toSpliced(at, 1))).fault).toEqual({ kind: 'missing', caseId, seq });
    const hidden = (await verified(lines.with(at, leafLine(entry)))).fault;
    expect(hidden).toEqual({ kind: 'altered', caseId, seq });
    const first = entryAt(0);
    const firstHidden = lines.with(placeOf(lines, first), leafLine(first));
    expect((await verified(firstHidden)).fault).toMatchObject({ kind: 'altered', caseId: first.caseId });
  });

  it('passes no entry of another park off as its own, and no other hash', async () => {
    const lines = await exported('park-a');
    const foreign = theirs[0];
    if (!foreign) throw new Error('no such entry');
    const { caseId, seq } = foreign;
    const at = lines.indexOf(leafLine(foreign));
    expect(at).toBeGreaterThan(0);
    const shown = lines.with(at, JSON.stringify({ ...foreign, at: foreign.at.toISOString() }));
    expect((await verified(shown)).fault).toEqual({ kind: 'altered', caseId, seq });
    const forged = lines.with(at, JSON.stringify({ leaf: 'f'.repeat(64) }));
    expect((await verified(forged)).fault).toEqual({ kind: 'altered', caseId, seq });
    expect((await verified(lines.toSpliced(at, 1))).fault).toEqual({ kind: 'missing', caseId, seq });
  });

  it('takes a hash for an entry in no export of all parks', async () => {
    const lines = await exported();
    const entry = entryAt(0);
    const { caseId, seq } = entry;
    const hidden = lines.with(placeOf(lines, entry), leafLine(entry));
    expect((await verified(hidden)).fault).toEqual({ kind: 'altered', caseId, seq });
  });
});

describe('an export and checkpoints made after it', () => {
  it('is whole up to the last checkpoint it names, and the newer ones are compared', async () => {
    const lines = await exported();
    await append(entriesOf(3, 1));
    await sealer.sealNow();
    expect(await verified(lines)).toMatchObject({ fault: null, checkpoints: 1, newer: 1 });
    const tampered = rewriteChain(lines, lines.length - 1);
    const { caseId, seq } = tampered;
    expect((await verified(tampered.lines)).fault).toEqual({ kind: 'altered', caseId, seq });
  });

  it('hides no sealed entry by naming an earlier checkpoint', async () => {
    const { lines, caseId, seq } = rewriteChain(await exported(), 50);
    const header = JSON.stringify({ ...JSON.parse(lines[0] ?? ''), checkpoint: 0 });
    expect((await verified(lines.with(0, header))).fault).toEqual({ kind: 'altered', caseId, seq });
  });
});

describe('an export whose reader is gone', () => {
  it('ends', async () => {
    await append(entriesOf(1_000, 5));
    const lines = exportLedger(test.db, { now: new Date() });
    const stream = Readable.from(lines, { objectMode: false });
    await once(stream, 'readable');
    stream.destroy();
    expect(await lines.next()).toEqual({ done: true, value: undefined });
  });
});
