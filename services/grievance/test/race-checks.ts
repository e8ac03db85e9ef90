/** Checks over what a race left behind; each names what is wrong, and each is shown to find it in a race without guard. */
import { lifecycle } from '../src/rules/lifecycle.ts';
import type { RawReply } from './second-process.ts';

/** What the replies to equal requests under one key say together; `made` is how many resources there are now. */
export function faultsOfRepeats(replies: readonly RawReply[], made: number): string[] {
  const done = replies.filter(({ status }) => status >= 200 && status < 300);
  const bodies = new Set(done.map(({ text }) => text));
  const others = replies.filter(
    ({ status, headers }) => status >= 300 && !(status === 409 && headers.has('retry-after')),
  );
  return [
    ...(made === 1 ? [] : [`${made} resources under one key`]),
    ...(bodies.size === 1 ? [] : [`${bodies.size} different answers under one key`]),
    ...others.map(({ status, json }) => `a repeat was answered ${status} ${json.type}`),
  ];
}

/** One step of a history: the state it found and the state it left. */
export interface Step {
  action: string;
  seq: number;
}

/** What is wrong with a race of one transition on one case, and with the history it wrote. */
export function faultsOfTransition(statuses: readonly number[], steps: readonly Step[]): string[] {
  const won = statuses.filter((status) => status === 200).length;
  const odd = statuses.filter((status) => ![200, 409, 412].includes(status));
  return [
    ...(won === 1 ? [] : [`${won} winners`]),
    ...odd.map((status) => `a loser was answered ${status}`),
    ...illegalSteps(steps),
  ];
}

/** Steps of a history that the table of states does not allow where they stand, and gaps in its numbering. */
function illegalSteps(steps: readonly Step[]): string[] {
  const faults: string[] = [];
  let state = lifecycle.initial;
  for (const [at, { action, seq }] of steps.entries()) {
    if (seq !== at + 1) faults.push(`step ${at + 1} is numbered ${seq}`);
    const known = lifecycle.actionNames.find((name) => name === action);
    if (known === undefined) continue;
    const { from, to } = lifecycle.rule(known);
    if (!from.some((each) => each === state)) faults.push(`${action} in ${state}`);
    state = to === 'same' ? state : to;
  }
  return faults;
}

/** What is wrong when so many editors were told that they had written, and the version moved by so much. */
export function faultsOfEditors(written: number, moved: number): string[] {
  return written === moved ? [] : [`${written} editors were told they had written, ${moved} versions were`];
}
