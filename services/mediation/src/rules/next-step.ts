import type { Text } from '@qinwu/domain/errors';
import type { LocalDate } from '@qinwu/domain/local-date';

/** What a party can do next, by which provision and until when. */
export interface NextStep {
  code:
    | 'arbitration'
    | 'payment-order'
    | 'judicial-confirmation'
    | 'arbitration-review'
    | 'court'
    | 'labour-inspection'
    | 'enforcement'
    | 'apply-again';
  text: Text;
  article: string;
  /** The last day on which it can be taken; null where no day of the case tells. */
  until: LocalDate | null;
}
