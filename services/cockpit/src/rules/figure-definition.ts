/** How a figure follows from its facts. Units of `amount` are whole: fen, thousandths of a mu, pieces. */
export type Computation =
  | { readonly of: 'count' }
  | { readonly of: 'distinct' }
  | { readonly of: 'sum'; readonly amountPerUnit: bigint; readonly decimals: number };

/** What a number of the work report means; a change of meaning is a new `version`. */
export interface FigureDefinition {
  /** Place in the park's work report, such as F01. */
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly zh: string;
  readonly en: string;
  readonly unit: string;
  /** flow: what happened from one day to another; level: what holds on a day. */
  readonly kind: 'flow' | 'level';
  readonly computation: Computation;
  /** The rule in words and where it comes from. */
  readonly source: string;
}
