/** What a model's trials still lack before it may take the place of another. */
import type { Text } from '@qinwu/domain/errors';

/** A finished run of a model, as far as it is a trial. */
export interface ModelTrial {
  readonly modelHash: string;
  /** Null for the whole park. */
  readonly division: string | null;
  readonly scored: number;
  /** The run it was compared with. */
  readonly previousRun: string | null;
}

/** A period has one run: what is tried again is tried as known at another instant. */
const AGAIN = {
  zh: '同一天再次试评须给出 knownOn',
  en: 'to try again for the same day, give knownOn',
};

/** What is missing in words; null where one trial, of the model as it stands, has everything. */
export function trialGap(
  trials: readonly ModelTrial[],
  { hash, hasStanding }: { hash: string; hasStanding: boolean },
): Text | null {
  if (trials.length === 0) return { zh: '尚未试评', en: 'The model was never tried' };
  const present = trials.filter(({ modelHash }) => modelHash === hash);
  if (present.length === 0) {
    return { zh: '试评之后模型又改过，须再试评', en: 'The model was edited since it was tried' };
  }
  const whole = present.filter(({ division }) => division === null);
  if (whole.length === 0) {
    return { zh: '只试评了一个行业，须试评全部企业', en: 'One division was tried; try all enterprises' };
  }
  const scoring = whole.filter(({ scored }) => scored > 0);
  if (scoring.length === 0) {
    return {
      zh: `试评没有一家企业得出积分；换一个截止日期，${AGAIN.zh}`,
      en: `The trial scored nobody; take another day, and ${AGAIN.en}`,
    };
  }
  if (!hasStanding || scoring.some(({ previousRun }) => previousRun !== null)) return null;
  return {
    zh: `试评时尚无现行积分，没有对照；${AGAIN.zh}`,
    en: `No scores stood when it was tried, and nothing was compared; ${AGAIN.en}`,
  };
}
