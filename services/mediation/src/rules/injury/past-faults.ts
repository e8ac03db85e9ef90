/** What keeps a row from being an application of the past: what its state needs, what it contradicts, days out of order. */
import type { FieldError } from '@qinwu/domain/errors';
import { type LocalDate, localDateOf } from '@qinwu/domain/local-date';
import type { Conclusion, InjuryState } from '../../injury-vocabulary.ts';
import { daysOutOfOrder, foreignColumns, missingColumns } from '../past-columns.ts';
import type { ImportedInjury } from './imported-row.ts';
import { isBeforeTransfer } from './lifecycle.ts';

const CONCLUDED: readonly InjuryState[] = [
  'RECOGNISED',
  'DEEMED',
  'NOT_RECOGNISED',
  'DELIVERED',
  'APPRAISAL',
];
const ORDER = [
  'receivedOn',
  'completeOn',
  'transferredOn',
  'acceptedOn',
  'withdrawnOn',
  'concludedOn',
] as const;

/** The columns a state cannot do without. */
function neededBy(state: InjuryState): readonly (keyof ImportedInjury)[] {
  if (state === 'NOT_TRANSFERRED') return ['receivedOn', 'notTransferredReason'];
  if (state === 'COMPLETE') return ['receivedOn', 'completeOn'];
  if (isBeforeTransfer(state)) return ['receivedOn'];
  const transferred = ['receivedOn', 'transferredOn', 'receiver', 'receiptNumber'] as const;
  if (state === 'WITHDRAWN') return [...transferred, 'withdrawnOn'];
  return CONCLUDED.includes(state) ? [...transferred, 'conclusion', 'concludedOn'] : transferred;
}

/** True while the authority's decision is awaited, or waits itself. */
function isDeciding(state: InjuryState): boolean {
  return state === 'ACCEPTED' || state === 'SUSPENDED';
}

/** The columns a state contradicts: a transfer or a conclusion that stands beside it would count in the figures. */
function barredBy(state: InjuryState): readonly (keyof ImportedInjury)[] {
  const conclusion = CONCLUDED.includes(state) ? [] : (['conclusion', 'concludedOn'] as const);
  const reason = state === 'NOT_TRANSFERRED' ? [] : (['notTransferredReason', 'duplicateOf'] as const);
  const decision = isDeciding(state) ? [] : (['simpleDecision', 'suspendedPeriods'] as const);
  const withdrawal = state === 'WITHDRAWN' ? [] : (['withdrawnOn'] as const);
  const acceptance = state === 'TRANSFERRED' ? (['acceptedOn'] as const) : [];
  if (state !== 'NOT_TRANSFERRED' && !isBeforeTransfer(state))
    return [...reason, ...acceptance, ...decision, ...conclusion, ...withdrawal];
  return [
    'transferredOn',
    'receiver',
    'receiptNumber',
    'acceptedOn',
    ...decision,
    ...reason,
    ...conclusion,
    ...withdrawal,
  ];
}

/** The conclusions a state can follow from; what is no work injury is not appraised (art. 21). */
const FOLLOWS: Partial<Record<InjuryState, readonly Conclusion[]>> = {
  RECOGNISED: ['recognised'],
  DEEMED: ['deemed'],
  NOT_RECOGNISED: ['not-recognised'],
  APPRAISAL: ['recognised', 'deemed'],
};

function* stateFaults(row: ImportedInjury, state: InjuryState): Generator<FieldError> {
  for (const name of barredBy(state)) {
    if (row[name] === undefined) continue;
    const detail = { zh: '与该状态不符', en: 'this state has none' };
    yield { pointer: `/${name}`, code: 'state-contradicted', detail };
  }
  const { conclusion } = row;
  if (conclusion === undefined || FOLLOWS[state]?.includes(conclusion) !== false) return;
  const detail = { zh: '结论与状态不符', en: 'is not what the state says' };
  yield { pointer: '/conclusion', code: 'state-contradicted', detail };
}

/** The day the accident happened or the disease was diagnosed; before everything where that is a fault of its own. */
function eventDayOf({ cause, occurredAt, accidentOn = '', diagnosedOn }: ImportedInjury): LocalDate {
  if (cause === 'disease') return diagnosedOn ?? '';
  return occurredAt === undefined ? accidentOn : localDateOf(occurredAt);
}

/** Every fault of the row as an application of the past in that state. */
export function* pastFaults(
  row: ImportedInjury,
  state: InjuryState,
  today: LocalDate,
): Generator<FieldError> {
  yield* stateFaults(row, state);
  yield* missingColumns(row, neededBy(state));
  if (row.sensitiveConsent) {
    yield* missingColumns(row, ['injury']);
    yield* foreignColumns(row, ['accidentOn']);
  }
  const isDuplicate = row.notTransferredReason === 'duplicate';
  if (isDuplicate) yield* missingColumns(row, ['duplicateOf']);
  else if (state === 'NOT_TRANSFERRED') yield* foreignColumns(row, ['duplicateOf']);
  yield* daysOutOfOrder(row, ORDER, { from: eventDayOf(row), today });
}
