import { fieldRule } from '@qinwu/domain/errors';

/** Refuses a period of a list or an export that ends before it begins: it would look like a register with nothing in it. */
export function ensurePeriod({
  registeredFrom,
  registeredTo,
}: {
  registeredFrom?: string | undefined;
  registeredTo?: string | undefined;
}): void {
  if (registeredFrom === undefined || registeredTo === undefined || registeredFrom <= registeredTo) return;
  throw fieldRule('/registeredFrom', 'period-reversed', {
    zh: '登记日期起不得晚于登记日期止',
    en: 'must not be later than registeredTo',
  });
}
