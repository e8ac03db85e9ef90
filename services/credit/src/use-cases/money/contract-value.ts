import { newId } from '@qinwu/domain/id';
import type { Tx } from '@qinwu/platform/db/database';
import { makeEntry } from '@qinwu/platform/ledger/entry';
import { writeEntries } from '@qinwu/platform/ledger/write-entries';
import type { Deps } from '../../deps.ts';
import { contractSum, findEventValue } from '../../store/money/contract-sums.ts';
import type { ContractRow } from '../../store/money/tables.ts';
import type { ValueRow } from '../../store/value-table.ts';
import { insertVersions, supersedeVersion } from '../../store/value-writes.ts';
import type { Caller } from '../caller.ts';
import { changeInputs } from '../inputs/change-inputs.ts';

const CODE = 'T7';
const UNIT = '万元';
/** From fen to 1/10,000 of 万元. */
const FEN_PER_STEP = 100n;

const UNCHANGED = { answer: null, changed: new Map<string, string[]>() };

/**
 * What an enterprise's technology contracts of a year add up to, as the value of its indicator; in the transaction that
 * registers or cancels one. It counts in the year of registration.
 */
export async function countContracts(
  deps: Deps,
  tx: Tx,
  { actor, now, traceparent }: Caller,
  { seller: uscc, registeredOn, number }: ContractRow,
): Promise<void> {
  const { park } = actor;
  const year = registeredOn.slice(0, 4);
  const [from, until] = [`${year}-01-01`, `${year}-12-31`];
  await changeInputs(deps, tx, { park, usccs: [uscc], now, traceparent }, async (knownAt, { indicators }) => {
    // A park that has done with the indicator counts its contracts no more.
    if (indicators.some(({ code, state }) => code === CODE && state === 'RETIRED')) return UNCHANGED;
    const instant = knownAt(uscc);
    // Under the lock of the enterprise: whoever registers another of its contracts counts this one too.
    const sum = await contractSum(tx, { park, uscc, from, until });
    const before = await findEventValue(tx, { park, uscc, code: CODE, from });
    const value = Number((sum + FEN_PER_STEP / 2n) / FEN_PER_STEP);
    if (before === null && value === 0) return UNCHANGED;
    const seriesId = before?.seriesId ?? newId();
    const step = { park, caseKind: 'indicator-value', caseId: seriesId, at: now, actor: actor.id };
    const change = { uscc, code: CODE, value, from, contract: number };
    const head = before === null ? null : { seq: before.version, hash: before.ledgerHash };
    const entry = makeEntry({ ...step, action: 'counted', change }, head);
    const row: ValueRow = {
      id: newId(),
      parkId: park,
      uscc,
      code: CODE,
      seriesId,
      version: entry.seq,
      ledgerHash: entry.hash,
      value,
      unit: UNIT,
      periodFrom: from,
      periodTo: until,
      validFrom: from,
      validUntil: until,
      source: 'event',
      sourceRef: number,
      eventId: null,
      evidence: [],
      note: null,
      state: 'VERIFIED',
      declaredBy: actor.id,
      verifiedBy: actor.id,
      knownAt: instant,
      supersededAt: null,
    };
    if (before !== null) await supersedeVersion(tx, before, instant);
    await insertVersions(tx, [row]);
    await writeEntries(tx, [entry]);
    return { answer: null, changed: new Map([[uscc, [CODE]]]) };
  });
}
