import { describe, expect, it } from '@jest/globals';
import { verifyExport } from '@qinwu/platform/ledger/verify';
import { checkpointsOf, entriesOf, exportOf, keys } from './sealed-ledger.ts';
import { rewriteChain, seeded, type Tampering, tamper } from './tampering.ts';

const ENTRIES = 10_000;
// A nightly run takes 1,000; each verifies half of the export on average.
const TAMPERINGS = Number(process.env.TAMPERINGS ?? 150);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);

const entries = entriesOf(ENTRIES / 10, 10);
const lines = exportOf(entries, 4);
const checkpoints = checkpointsOf(entries, 2_500);

/** What the verifier names first, as `case #sequence`. */
async function firstFault(tampered: Tampering): Promise<string> {
  const { fault } = await verifyExport(tampered.lines, checkpoints, keys.publicKey);
  if (!fault || !('caseId' in fault)) return JSON.stringify(fault);
  return `${fault.caseId} #${fault.seq}`;
}

describe('verifyExport', () => {
  it('finds a whole export whole', async () => {
    const report = await verifyExport(lines, checkpoints, keys.publicKey);
    expect(report).toMatchObject({ fault: null, entries: ENTRIES, sealed: ENTRIES, checkpoints: 4 });
  });

  it(`names the first bad entry of ${TAMPERINGS} random tamperings (SEED=${SEED})`, async () => {
    const pick = seeded(SEED);
    const missed: string[] = [];
    for (let n = 0; n < TAMPERINGS; n++) {
      const tampered = tamper(lines, pick);
      const found = await firstFault(tampered);
      if (found !== `${tampered.caseId} #${tampered.seq}`) {
        missed.push(`${tampered.what}: ${tampered.caseId} #${tampered.seq}, found ${found}`);
      }
    }
    expect(missed).toEqual([]);
  }, 240_000);

  it('catches a chain rewritten with fitting hashes by the checkpoints alone', async () => {
    const tampered = rewriteChain(lines, 1 + 3_333);
    expect((await verifyExport(tampered.lines, [], null)).fault).toBeNull();
    expect(await firstFault(tampered)).toBe(`${tampered.caseId} #${tampered.seq}`);
  });

  it('verifies the chains of what is not sealed yet', async () => {
    const half = checkpoints.slice(0, 2);
    expect(await verifyExport(lines, half, keys.publicKey)).toMatchObject({
      fault: null,
      entries: ENTRIES,
      sealed: 5_000,
    });
    const { fault } = await verifyExport(lines.toSpliced(7_001, 1), half, keys.publicKey);
    expect(fault).toEqual({ kind: 'missing', caseId: entries[7_000]?.caseId, seq: entries[7_000]?.seq });
  });

  it('trusts no checkpoint that is altered, missing, reordered or signed by another', async () => {
    const faultOf = async (changed: readonly string[]) =>
      (await verifyExport(lines, changed, keys.publicKey)).fault;
    const [first = '', second = '', third = ''] = checkpoints;
    expect(await faultOf([first.replace('"number":1', '"number":2')])).toEqual({
      kind: 'checkpoint',
      number: 1,
    });
    expect(await faultOf([first, third])).toEqual({ kind: 'checkpoint', number: 2 });
    expect(await faultOf([second, first])).toEqual({ kind: 'checkpoint', number: 1 });
    expect(await faultOf([first.replace(/"root":"./, '"root":"g')])).toEqual({
      kind: 'checkpoint',
      number: 1,
    });
    expect((await verifyExport(['{}'], [], null)).fault).toEqual({ kind: 'header' });
  });
});
