/** How a figure follows from its facts. Units of `amount` are whole: fen, thousandths of a mu, days, pieces. */
export type Computation =
  | { readonly of: 'count' }
  | { readonly of: 'distinct' }
  | { readonly of: 'sum'; readonly amountPerUnit: bigint; readonly decimals: number }
  /** Per cent: of the records of the period, those that had met by its last day what `MET_ON` of their dims dates. */
  | { readonly of: 'ratio'; readonly decimals: number }
  /** The mean amount of the records of the period that have one. */
  | { readonly of: 'average'; readonly amountPerUnit: bigint; readonly decimals: number };

/** The dim with the day from which a record counts in the numerator of a ratio; without it, it never does. */
export const MET_ON = 'metOn';

/** Dims a figure can be taken apart by. */
export const GROUPS = ['mode', 'category'] as const;
export type Group = (typeof GROUPS)[number];

/** What a number of the work report means; a change of meaning is a new `version`. */
export interface FigureDefinition {
  /** Place in the park's work report, such as F01; a letter after it marks a number derived beside it. */
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  /** flow: what happened from one day to another; level: what holds on a day. */
  readonly kind: 'flow' | 'level';
  readonly computation: Computation;
  /** Dims all its facts state, where they know them. */
  readonly groups?: readonly Group[];
  /** The rule in words and where it comes from. */
  readonly source: string;
}
