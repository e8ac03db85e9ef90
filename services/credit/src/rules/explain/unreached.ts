/** Why no change of one indicator or two reaches a total, in words. */
import type { Text } from '@qinwu/domain/errors';

export const UNREACHED_CODES = ['nothing-to-change', 'more-than-two', 'out-of-reach'] as const;
export type Unreached = (typeof UNREACHED_CODES)[number];

export const UNREACHED: Readonly<Record<Unreached, Text>> = {
  'nothing-to-change': {
    zh: '该模型使用的指标中，没有企业自身还可以提高的',
    en: 'Of the indicators of the model there is none left that an enterprise can raise itself',
  },
  'more-than-two': {
    zh: '须同时提高三项以上指标；建议至多组合两项',
    en: 'It takes more than two indicators at once; at most two are combined',
  },
  'out-of-reach': {
    zh: '可以提高的指标全部提高到上限也达不到',
    en: 'Not even with everything that can be raised at its limit',
  },
};
