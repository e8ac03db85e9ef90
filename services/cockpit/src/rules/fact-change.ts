/** What an event says about one record under one figure. A later version of the record replaces it whole. */
export interface FactChange {
  readonly figure: string;
  readonly service: string;
  readonly kind: string;
  readonly recordId: string;
  /** Business date, a day of Asia/Shanghai. */
  readonly on: string;
  /** Last day on which it holds; null while it holds. */
  readonly until: string | null;
  /** In the smallest unit of the figure: fen, thousandths of a mu, pieces; null where only rows count. */
  readonly amount: bigint | null;
  /** What a distinct count counts, such as a USCC. */
  readonly distinctKey: string | null;
  readonly dims: Readonly<Record<string, string>>;
  /** True where the record no longer counts; kept, so that an older version arriving later stays out. */
  readonly withdrawn: boolean;
}
