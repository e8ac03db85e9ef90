import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { isRetired } from '../../rules/catalogue/park-catalogue.ts';
import { contractSum } from '../../store/money/contract-sums.ts';
import type { ContractRow } from '../../store/money/tables.ts';
import type { Caller } from '../caller.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { writeCounted } from '../inputs/write-counted.ts';

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
  await changeInputs(deps, tx, { park, usccs: [uscc], now, traceparent }, async (knownAt, catalogue) => {
    if (isRetired(catalogue, CODE)) return UNCHANGED;
    // Under the lock of the enterprise: whoever registers another of its contracts counts this one too.
    const sum = await contractSum(tx, { park, uscc, from, until });
    const value = Number((sum + FEN_PER_STEP / 2n) / FEN_PER_STEP);
    const by = { actor: actor.id, now, knownAt: knownAt(uscc) };
    const isOther = await writeCounted(tx, by, {
      park,
      uscc,
      code: CODE,
      unit: UNIT,
      pieces: [{ from, until, value }],
      only: from,
      cause: { eventId: null, ref: number },
    });
    return { answer: null, changed: new Map([[uscc, isOther ? [CODE] : []]]) };
  });
}
