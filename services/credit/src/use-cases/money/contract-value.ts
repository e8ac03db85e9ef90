import type { Caller } from '@qinwu/domain/caller';
import type { Tx } from '@qinwu/platform/db/database';
import type { Deps } from '../../deps.ts';
import { isRetired } from '../../rules/catalogue/park-catalogue.ts';
import { contractPieces, newestOf } from '../../rules/money/contract-pieces.ts';
import { listValidContracts } from '../../store/money/contracts.ts';
import type { ContractRow } from '../../store/money/tables.ts';
import { changeInputs } from '../inputs/change-inputs.ts';
import { type CountedValues, writeCounted } from '../inputs/write-counted.ts';

const CODE = 'T7';
const UNIT = '万元';

const UNCHANGED = { answer: null, changed: new Map<string, string[]>() };

/**
 * What an enterprise's technology contracts add up to, as the values of its indicator, in pieces of days; in the
 * transaction that registers or cancels one.
 */
export async function countContracts(
  deps: Deps,
  tx: Tx,
  { actor, now, traceparent }: Caller,
  { seller: uscc, number }: ContractRow,
): Promise<void> {
  const { park } = actor;
  await changeInputs(deps, tx, { park, usccs: [uscc], now, traceparent }, async (knownAt, catalogue) => {
    if (isRetired(catalogue, CODE)) return UNCHANGED;
    // Under the lock of the enterprise: whoever registers another of its contracts counts this one too.
    const contracts = await listValidContracts(tx, { park, uscc });
    const counted: CountedValues = {
      park,
      code: CODE,
      unit: UNIT,
      counts: [
        {
          uscc,
          knownAt: knownAt(uscc),
          pieces: contractPieces(contracts),
          // Where none is left, the one that was cancelled says why.
          causeOf: (piece) => ({ eventId: null, ref: newestOf(contracts, piece)?.number ?? number }),
        },
      ],
    };
    const others = await writeCounted(tx, { actor: actor.id, now }, counted);
    return { answer: null, changed: new Map([[uscc, others.has(uscc) ? [CODE] : []]]) };
  });
}
