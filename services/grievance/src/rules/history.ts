/**
 * Records of the past 历史台账. Registration, acceptance, answer and closing are the server's times; only the scope
 * `import:history` may bring dates along, and they must be in order and fit the state the record stands in.
 */
import { type FieldError, fieldRules, type Text } from '@qinwu/domain/errors';
import type { State } from '../vocabulary.ts';
import type { Fact } from './decide-move.ts';
import { HISTORY_FIELDS, type ImportedRow, MILESTONES, type Milestone } from './history-row.ts';

/** The scope that may set dates. */
export const HISTORY_SCOPE = 'import:history';

const BEFORE_ACCEPTANCE = ['registeredAt'] as const;
const IN_HANDS = ['registeredAt', 'acceptedAt', 'dispatchedAt', 'signedAt', 'startedAt'] as const;
const ANSWERED = [...IN_HANDS, 'repliedAt', 'calledBackAt'] as const;
const CLOSED = [...ANSWERED, 'closedAt'] as const;

/** The dates a record in this state can have; `needs` is the one without which it would not stand there. */
const DATES: Readonly<Record<State, { may: readonly Milestone[]; needs?: Milestone }>> = {
  REGISTERED: { may: BEFORE_ACCEPTANCE },
  DECLINED: { may: [...IN_HANDS, 'declinedAt'], needs: 'declinedAt' },
  ACCEPTED: { may: ['registeredAt', 'acceptedAt'] },
  DISPATCHED: { may: ['registeredAt', 'acceptedAt', 'dispatchedAt'] },
  SIGNED: { may: ['registeredAt', 'acceptedAt', 'dispatchedAt', 'signedAt'] },
  RETURN_REQUESTED: { may: ['registeredAt', 'acceptedAt', 'dispatchedAt', 'signedAt'] },
  IN_PROGRESS: { may: IN_HANDS },
  REPLIED: { may: [...IN_HANDS, 'repliedAt'], needs: 'repliedAt' },
  CALLBACK: { may: ANSWERED, needs: 'calledBackAt' },
  CLOSED: { may: CLOSED, needs: 'closedAt' },
  REDO: { may: [...CLOSED, 'writtenOffAt'] },
  WRITTEN_OFF: { may: [...CLOSED, 'writtenOffAt'], needs: 'writtenOffAt' },
  ARCHIVED: { may: MILESTONES, needs: 'archivedAt' },
};

/** The state a record's last date leaves it in, where its books name none. */
const STATE_AFTER: Readonly<Record<Milestone, State>> = {
  registeredAt: 'REGISTERED',
  declinedAt: 'DECLINED',
  acceptedAt: 'ACCEPTED',
  dispatchedAt: 'DISPATCHED',
  signedAt: 'SIGNED',
  startedAt: 'IN_PROGRESS',
  repliedAt: 'REPLIED',
  calledBackAt: 'CALLBACK',
  closedAt: 'CLOSED',
  writtenOffAt: 'WRITTEN_OFF',
  archivedAt: 'ARCHIVED',
};

export type Dates = Partial<Record<Milestone, Date>> & { registeredAt: Date };

/** A record of the past as its dates tell it. */
export interface History {
  state: State;
  dates: Dates;
  /** Dates the books do not hold and another one stands for. */
  inferred: readonly Milestone[];
}

/** True for a row that is more than an intake. */
export function isHistory(row: ImportedRow): boolean {
  return row.state !== undefined || MILESTONES.some((name) => row[name] !== undefined);
}

function fault(pointer: string, errorCode: string, detail: Text): FieldError {
  return { pointer: `/${pointer}`, code: errorCode, detail };
}

/** Refuses an intake that brings along what the server or a person here decides. */
export function ensureIntake(row: ImportedRow): void {
  const errors = HISTORY_FIELDS.filter((name) => row[name] !== undefined).map((name) =>
    fault(name, 'history-scope-missing', {
      zh: `状态、办理结果和各环节时间由系统记录，须有 ${HISTORY_SCOPE} 权限才能导入`,
      en: `states, results and dates are the server's: only ${HISTORY_SCOPE} may import them`,
    }),
  );
  if (errors.length > 0) throw fieldRules(errors);
}

/** The dates the row gives, in the order of the steps. */
function givenDates(row: ImportedRow): [Milestone, Date][] {
  return MILESTONES.flatMap((name): [Milestone, Date][] => {
    const at = row[name];
    return at === undefined ? [] : [[name, at]];
  });
}

function orderFaults(given: readonly [Milestone, Date][], now: Date): FieldError[] {
  return given.flatMap(([name, at], index) => {
    const before = given[index - 1];
    if (at > now) {
      return [fault(name, 'date-in-future', { zh: '时间不能晚于现在', en: 'lies in the future' })];
    }
    // A declined record may have been accepted and sent round before: the two dates have no order.
    if (before === undefined || before[1] <= at || before[0] === 'declinedAt') return [];
    return [
      fault(name, 'dates-out-of-order', {
        zh: `早于前一环节 ${before[0]}`,
        en: `lies before the step before it, ${before[0]}`,
      }),
    ];
  });
}

function stateFaults(state: State, given: readonly [Milestone, Date][]): FieldError[] {
  const { may, needs } = DATES[state];
  const errors = given
    .filter(([name]) => !may.includes(name))
    .map(([name]) =>
      fault(name, 'date-beyond-state', {
        zh: `状态 ${state} 不应有此时间`,
        en: `a record in state ${state} has no such date`,
      }),
    );
  if (needs !== undefined && !given.some(([name]) => name === needs)) {
    errors.push(
      fault(needs, 'date-missing', { zh: `状态 ${state} 须有此时间`, en: `is required in ${state}` }),
    );
  }
  return errors;
}

/** Reads a record of the past; refuses with every fault of its dates (kind rule). */
export function readHistory(row: ImportedRow, now: Date): History {
  const given = givenDates(row);
  const state = row.state ?? STATE_AFTER[given.at(-1)?.[0] ?? 'registeredAt'];
  const errors = [...orderFaults(given, now), ...stateFaults(state, given)];
  const { registeredAt } = row;
  if (registeredAt === undefined) {
    errors.push(fault('registeredAt', 'date-missing', { zh: '须有登记时间', en: 'is required' }));
  }
  if (errors.length > 0 || registeredAt === undefined) throw fieldRules(errors);
  const dates: Dates = { ...Object.fromEntries(given), registeredAt };
  // What was answered or handed on had been accepted; books that date only the answer accepted on registration.
  const wasAccepted = state !== 'REGISTERED' && state !== 'DECLINED' && row.declinedAt === undefined;
  if (!wasAccepted || dates.acceptedAt !== undefined) return { state, dates, inferred: [] };
  return { state, dates: { ...dates, acceptedAt: registeredAt }, inferred: ['acceptedAt'] };
}

const FACT_OF: readonly (readonly [Milestone, Fact])[] = [
  ['registeredAt', 'registered'],
  ['acceptedAt', 'accepted'],
  ['declinedAt', 'declined'],
  ['closedAt', 'closed'],
  ['writtenOffAt', 'written-off'],
];

/** What others hear of the record: one fact for each of its dates that has one; what was declined was not accepted. */
export function factsOfDates(dates: Partial<Record<Milestone, Date | null>>): Fact[] {
  const has = (name: Milestone): boolean => (dates[name] ?? null) !== null;
  return FACT_OF.filter(([name]) => has(name) && !(name === 'acceptedAt' && has('declinedAt'))).map(
    ([, fact]) => fact,
  );
}
