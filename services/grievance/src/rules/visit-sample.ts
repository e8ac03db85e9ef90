/** Drawing a sample to verify a batch 抽样核验: by seed, so that anybody can draw it again and get the same. */
import { fieldRule, refuse } from '@qinwu/domain/errors';
import type { SampleRatio } from '../vocabulary.ts';

/** Largest batch one sample speaks for; a longer period is drawn in parts. */
export const LARGEST_BATCH = 1_000;

/** Least share of a batch a sample may be, in percent (configuration, not law). */
export const LEAST_PERCENT = 5;

/** How many are drawn: a share of the batch, rounded up, or a number. */
export type SampleSize = { share: number } | { count: number };

/** The least that may be drawn; where a sample of the same batch failed, no smaller a share than it was. */
export function leastSample(batch: number, failed: SampleRatio | null): number {
  const again = failed === null ? 0 : Math.ceil((batch * failed.sampled) / failed.batch);
  return Math.max(1, Math.ceil((batch * LEAST_PERCENT) / 100), again);
}

/** Draws the first of the batch in the order of their ranks, which a seed gives them; refuses an empty one and one too large for a single sample. */
export function drawSample(
  batch: readonly string[],
  size: SampleSize,
  { failed, rankOf }: { failed: SampleRatio | null; rankOf: (id: string) => string },
): string[] {
  if (batch.length === 0) {
    throw refuse('rule', 'batch-empty', {
      zh: '该时段没有待核验的当场整改',
      en: 'Nothing of these days waits for verification',
    });
  }
  if (batch.length > LARGEST_BATCH) {
    throw refuse('rule', 'batch-too-large', {
      zh: `一批至多 ${LARGEST_BATCH} 件，请缩短时段`,
      en: `A batch holds at most ${LARGEST_BATCH}: choose fewer days`,
    });
  }
  const wanted = 'share' in size ? Math.ceil(batch.length * size.share) : size.count;
  const least = leastSample(batch.length, failed);
  if (wanted < least) {
    throw fieldRule('share' in size ? '/share' : '/count', 'sample-too-small', {
      zh: `本批 ${batch.length} 件至少抽 ${least} 件（不少于 ${LEAST_PERCENT}%，且不少于该批不合格抽样的比例）`,
      en: `of these ${batch.length} at least ${least} are drawn: ${LEAST_PERCENT} %, and the share of a sample that failed`,
    });
  }
  const ranked = batch.map((id) => ({ id, rank: rankOf(id) }));
  const drawn = ranked.toSorted((a, b) => (a.rank < b.rank ? -1 : 1)).slice(0, wanted);
  return drawn.map(({ id }) => id);
}

/** How a sample stands after a look at some of it: failed with the first failure, passed with the last pass. */
export function sampleOutcome(
  sampled: readonly string[],
  passed: readonly string[],
  look: 'passed' | 'failed',
): 'open' | 'passed' | 'failed' {
  if (look === 'failed') return 'failed';
  return sampled.every((id) => passed.includes(id)) ? 'passed' : 'open';
}
