import { refuse } from '@qinwu/domain/errors';
import { constraintOf } from '@qinwu/platform/db/constraint';

/** The refusal of a value for days its source has one for; names the one that stands where it is known. */
export function daysAreTaken(other: string | null): Error {
  return refuse(
    'conflict',
    'days-taken',
    {
      zh: '同一来源在这些日期已有该指标的值；须更正的，先撤回原值',
      en: 'The source has a value of the indicator for these days; withdraw it to correct it',
    },
    other === null ? {} : { extra: { other } },
  );
}

/** The net under a write: what was rejected left its days free, and another value may have them by now. */
export async function withDaysFree<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (constraintOf(error) === 'indicator_value_no_overlap') throw daysAreTaken(null);
    throw error;
  }
}
