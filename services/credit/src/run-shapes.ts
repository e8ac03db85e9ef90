/** What a score run leaves behind besides the scores; stored as JSON. */

/** Why an enterprise has no score, with how many have none for it. */
export type Unscored = Readonly<Record<string, number>>;

/** What one slice came to. */
export interface SliceTally {
  readonly scored: number;
  readonly unscored: Unscored;
  readonly grades: Readonly<Record<string, number>>;
  /** For each rule of the model: how many have no value, then by tenths of the weight, from none to all of it. */
  readonly parts: readonly (readonly number[])[];
  /** SHA-256 in hex over the rows, in the order of their codes. */
  readonly hash: string;
}

/** How many went from one grade to another; null: not scored. */
export interface GradeMove {
  readonly before: string | null;
  readonly after: string | null;
  readonly enterprises: number;
  readonly up: number;
  readonly down: number;
}

/** What changed against the scores that stood before. */
export interface RunMoves {
  readonly run: string;
  readonly up: number;
  readonly down: number;
  readonly same: number;
  readonly entered: number;
  readonly left: number;
  readonly grades: readonly GradeMove[];
  /** Spearman's rank correlation of those who have both, of trials; null where it says nothing. */
  readonly rankCorrelation: number | null;
  /** Those whose total moved most, in points of 1/10,000. */
  readonly movers: readonly { readonly uscc: string; readonly before: number; readonly after: number }[];
  /** Population stability index of each indicator's points; empty where the models differ in their indicators. */
  readonly stability: readonly { readonly indicator: string; readonly index: number | null }[];
}

/** What a run says of itself once its scores are out. */
export interface RunReport {
  readonly enterprises: number;
  readonly scored: number;
  readonly unscored: Unscored;
  readonly grades: Readonly<Record<string, number>>;
  readonly parts: readonly { readonly indicator: string; readonly counts: readonly number[] }[];
  /** Null where there was nothing to compare with. */
  readonly moves: RunMoves | null;
}
