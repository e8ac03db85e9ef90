/** What an enterprise's technology contracts add up to, on which days. */
import { addDays, addYears, type LocalDate } from '@qinwu/domain/local-date';
import { countSpans, type Piece } from '../inputs/count-spans.ts';

/** For how long a contract counts from its registration on: a convention of the park, not a rule of anybody's. */
const YEARS_COUNTED = 1;

/** From fen to 1/10,000 of 万元. */
const FEN_PER_STEP = 100;

export interface CountedContract {
  readonly number: string;
  readonly amount: bigint;
  readonly registeredOn: LocalDate;
}

/** The sums of the contracts that count, in 1/10,000 of 万元: each from its registration until the day before the same one of the next year. */
export function contractPieces(contracts: readonly CountedContract[]): Piece[] {
  const spans = contracts.map(({ amount, registeredOn: from }) => ({
    from,
    until: addDays(addYears(from, YEARS_COUNTED), -1),
    weight: Number(amount),
  }));
  return countSpans(spans).map((piece) => ({
    ...piece,
    value: Math.floor((piece.value + FEN_PER_STEP / 2) / FEN_PER_STEP),
  }));
}

/** The contract registered last by the end of a piece, null where none was; contracts in the order of registration. */
export function newestOf<C extends CountedContract>(contracts: readonly C[], { until }: Piece): C | null {
  return contracts.findLast(({ registeredOn }) => until === null || registeredOn <= until) ?? null;
}
