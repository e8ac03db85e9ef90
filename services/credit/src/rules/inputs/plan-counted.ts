/** What has to be written so that the values of an indicator are what was counted, and nothing more. */
import type { ValueState } from '../../vocabulary.ts';
import type { Piece } from './count-spans.ts';

/** The current version of a value that was counted before. */
export interface StandingValue {
  readonly validFrom: string;
  readonly validUntil: string | null;
  readonly value: number;
  readonly state: ValueState;
  readonly eventId: string | null;
}

/** The next version of a value, or a new one where none stands. */
export interface CountedStep<V> {
  readonly before: V | null;
  readonly piece: Piece;
  readonly state: 'VERIFIED' | 'WITHDRAWN';
}

/**
 * The steps from the values that stand to the pieces of a count. Values are told apart by their first day; one whose
 * piece is gone is withdrawn. What a person took out of the score stays out for as long as the count says the same.
 */
export function planCounted<V extends StandingValue>(
  standing: readonly V[],
  pieces: readonly Piece[],
): CountedStep<V>[] {
  const byDay = new Map(standing.map((value) => [value.validFrom, value]));
  const days = new Set(pieces.map(({ from }) => from));
  const gone = standing.filter(({ validFrom, state }) => !days.has(validFrom) && state !== 'WITHDRAWN');
  return [
    ...gone.map((before): CountedStep<V> => ({ before, piece: pieceOf(before), state: 'WITHDRAWN' })),
    ...pieces.flatMap((piece): CountedStep<V>[] => {
      const before = byDay.get(piece.from) ?? null;
      return before !== null && stands(before, piece) ? [] : [{ before, piece, state: 'VERIFIED' }];
    }),
  ];
}

function pieceOf({ validFrom, validUntil, value }: StandingValue): Piece {
  return { from: validFrom, until: validUntil, value };
}

function stands({ validUntil, value, state, eventId }: StandingValue, piece: Piece): boolean {
  const wasTakenOut = state === 'WITHDRAWN' && eventId === null;
  return validUntil === piece.until && value === piece.value && (state === 'VERIFIED' || wasTakenOut);
}
