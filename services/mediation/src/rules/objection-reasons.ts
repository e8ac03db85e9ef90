/** What was decided on objections to a mediator 异议: each who objected reads the reason given to him, and no other. */
import { type FieldError, fieldRules } from '@qinwu/domain/errors';

/** A reason for one who objected. */
export interface OwnReason {
  party: string;
  reason: string;
}

/** Who reads which reason. */
export interface Told {
  reason: string;
  parties: readonly string[];
}

function* faultsOf(objecting: readonly string[], reasons: readonly OwnReason[]): Generator<FieldError> {
  for (const [n, { party }] of reasons.entries()) {
    const pointer = `/reasons/${n}/party`;
    if (!objecting.includes(party)) {
      const detail = { zh: '该当事人没有待处理的异议', en: 'This party has no objection to decide' };
      yield { pointer, code: 'no-objection', detail };
    } else if (reasons.findIndex((other) => other.party === party) !== n) {
      yield { pointer, code: 'party-twice', detail: { zh: '当事人重复', en: 'Said twice' } };
    }
  }
  const isToldToEach = objecting.every((id) => reasons.some(({ party }) => party === id));
  if (isToldToEach || (objecting.length < 2 && reasons.length === 0)) return;
  const detail = {
    zh: '有数名当事人提出异议的，须对每名当事人分别写明理由',
    en: 'Where several have objected each is given a reason of their own',
  };
  yield { pointer: '/reasons', code: 'reason-of-each-missing', detail };
}

/** The reasons as they are told; one who objected alone is given the reason itself. Refuses with every fault. */
export function toldTo(objecting: readonly string[], reason: string, reasons: readonly OwnReason[]): Told[] {
  const errors = [...faultsOf(objecting, reasons)];
  if (errors.length > 0) throw fieldRules(errors);
  if (reasons.length === 0) return [{ reason, parties: objecting }];
  return reasons.map((own) => ({ reason: own.reason, parties: [own.party] }));
}
