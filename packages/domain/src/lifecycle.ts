/** One table per case kind: its guards, allowed actions, schema enum and diagram all read the same rows. */
import type { Role } from './actor.ts';
import { type DomainError, refuse, type Text } from './errors.ts';

export interface ActionRule<State extends string> {
  from: readonly State[];
  /** 'same' for an action that sets a flag and leaves the state. */
  to: State | 'same';
  roles: readonly Role[];
  label: Text;
}

export interface LifecycleTable<State extends string, Action extends string> {
  name: string;
  initial: NoInfer<State>;
  states: readonly State[];
  labels?: Record<NoInfer<State>, Text>;
  actions: Record<Action, ActionRule<NoInfer<State>>>;
}

export interface Lifecycle<State extends string, Action extends string> {
  name: string;
  initial: State;
  /** At least one, in the order of the table; ready for a schema enum. */
  states: readonly [State, ...State[]];
  actionNames: readonly [Action, ...Action[]];
  /** The rule of one action, for its label and roles. */
  rule(action: Action): ActionRule<State>;
  labelOf(state: State): Text;
  isState(text: string): text is State;
  isAction(text: string): text is Action;
  /**
   * The state after the action; refuses conflict `transition-not-allowed` naming what is allowed: `open` where fewer
   * actions than the table's are open to the caller.
   */
  next(state: State, action: Action, open?: () => readonly Action[]): State;
  /** The actions open from the state to somebody with these roles (to anybody without `roles`). */
  allowedActions(state: State, roles?: readonly Role[]): Action[];
  isFinal(state: State): boolean;
  /** A Mermaid state diagram of the whole table. */
  mermaid(): string;
}

/** The refusal of an action that the state does not allow: it names those that are open, and tells them as `allowed`. */
export function transitionNotAllowed(
  { state, action }: { state: string; action: string },
  open: readonly string[],
  allowed: Readonly<Record<string, unknown>>,
): DomainError {
  return refuse(
    'conflict',
    'transition-not-allowed',
    { zh: '当前状态不允许此操作', en: 'The action is not allowed in this state' },
    {
      detail: {
        zh: `状态 ${state} 不可执行 ${action}；可执行：${open.join('、') || '无'}`,
        en: `${action} is not allowed in state ${state}; allowed: ${open.join(', ') || 'none'}`,
      },
      extra: { state, ...allowed },
    },
  );
}

function isFilled<T>(list: readonly T[]): list is readonly [T, ...T[]] {
  return list.length > 0;
}

/** The states some chain of actions leads to from the initial one. */
function reachableStates(table: LifecycleTable<string, string>): Set<string> {
  const reached = new Set([table.initial]);
  // A set visits what is added to it on the way.
  for (const state of reached) {
    for (const rule of Object.values<ActionRule<string>>(table.actions)) {
      if (rule.to !== 'same' && rule.from.includes(state)) reached.add(rule.to);
    }
  }
  return reached;
}

function* faultsOf(table: LifecycleTable<string, string>): Generator<string> {
  const states = new Set(table.states);
  if (states.size !== table.states.length) yield 'a state is listed twice';
  if (!states.has(table.initial)) yield `initial state ${table.initial} is not listed`;
  for (const [action, rule] of Object.entries(table.actions)) {
    const unknown = [...rule.from, rule.to].filter((state) => state !== 'same' && !states.has(state));
    if (unknown.length > 0) yield `${action} names unknown ${unknown.join(', ')}`;
    if (rule.from.length === 0 || rule.roles.length === 0) yield `${action} can never be taken`;
  }
  const reachable = reachableStates(table);
  const lost = table.states.filter((state) => !reachable.has(state));
  if (lost.length > 0) yield `nothing leads to ${lost.join(', ')}`;
}

function diagram(table: LifecycleTable<string, string>): string {
  const lines = ['stateDiagram-v2', `  [*] --> ${table.initial}`];
  for (const state of table.states) {
    const label = table.labels?.[state];
    if (label !== undefined) lines.push(`  ${state}: ${state} ${label.zh}`);
  }
  for (const [action, rule] of Object.entries(table.actions)) {
    for (const from of rule.from) {
      lines.push(`  ${from} --> ${rule.to === 'same' ? from : rule.to}: ${action} ${rule.label.zh}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Checks the table (unknown, unreachable or repeated states are programming errors) and reads it. */
export function defineLifecycle<const State extends string, const Action extends string>(
  table: LifecycleTable<State, Action>,
): Lifecycle<State, Action> {
  const faults = [...faultsOf(table)];
  if (faults.length > 0) throw new Error(`lifecycle ${table.name}: ${faults.join('; ')}`);
  const isAction = (text: string): text is Action => Object.hasOwn(table.actions, text);
  const actionNames = Object.keys(table.actions).filter(isAction);
  const { states } = table;
  if (!isFilled(states) || !isFilled(actionNames)) throw new Error(`lifecycle ${table.name} is empty`);
  const allowedActions = (state: State, roles?: readonly Role[]): Action[] =>
    actionNames.filter((action) => {
      const rule = table.actions[action];
      return (
        rule.from.includes(state) && (roles === undefined || rule.roles.some((role) => roles.includes(role)))
      );
    });
  const next = (
    state: State,
    action: Action,
    open: () => readonly Action[] = () => allowedActions(state),
  ): State => {
    const rule = isAction(action) ? table.actions[action] : undefined;
    if (rule?.from.includes(state)) return rule.to === 'same' ? state : rule.to;
    const allowedActions = open();
    throw transitionNotAllowed({ state, action }, allowedActions, { allowedActions });
  };
  return {
    name: table.name,
    initial: table.initial,
    states,
    actionNames,
    rule: (action) => table.actions[action],
    labelOf: (state) => table.labels?.[state] ?? { zh: state, en: state },
    isState: (text): text is State => states.some((state) => state === text),
    isAction,
    next,
    allowedActions,
    isFinal: (state) =>
      actionNames.every((action) => {
        const rule = table.actions[action];
        return rule.to === 'same' || !rule.from.includes(state);
      }),
    mermaid: () => diagram(table),
  };
}
