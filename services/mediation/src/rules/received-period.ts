import { fieldRule } from '@qinwu/domain/errors';

/** Refuses a period of a list or an export that ends before it begins: it would look like a register with nothing in it. */
export function ensurePeriod({
  receivedFrom,
  receivedTo,
}: {
  receivedFrom?: string | undefined;
  receivedTo?: string | undefined;
}): void {
  if (receivedFrom === undefined || receivedTo === undefined || receivedFrom <= receivedTo) return;
  throw fieldRule('/receivedFrom', 'period-reversed', {
    zh: '收到日期起不得晚于收到日期止',
    en: 'must not be later than receivedTo',
  });
}
