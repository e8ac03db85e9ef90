import { createHash } from 'node:crypto';
import type { Random } from '../random.ts';
import { type History, type HistoryLine, isAcknowledged } from './history.ts';
import { repeat, request } from './request.ts';

/** Where and as whom the clients file. */
export interface Target {
  readonly url: string;
  /** Of an officer of the run's own park. */
  readonly bearer: string;
}

/** A problem found on patrol, as the intake takes it: one fact of one figure in the cockpit. */
export function intakeBody(number: number): string {
  return JSON.stringify({
    origin: 'patrol',
    channel: 'patrol',
    demandType: 'report',
    categoryCode: 'facility.light',
    title: `巡查发现路灯不亮(第 ${number} 处)`,
    text: '五里园中路公交站旁的路灯不亮,请尽快修复。',
  });
}

/** Sends one creation once and writes down what came of it. */
export async function sendOnce(
  target: Target,
  history: History,
  { op, key, body, attempt }: { op: 'create' | 'replay'; key: string; body: string; attempt: number },
): Promise<HistoryLine> {
  const start = Date.now();
  const answer = await answerOf(target, key, body);
  const line = { op, key, attempt, start, end: Date.now(), ...answer };
  history.add(line);
  return line;
}

type Outcome = Pick<HistoryLine, 'status' | 'retryAfter' | 'id' | 'bodyHash'>;

async function answerOf({ url, bearer }: Target, key: string, body: string): Promise<Outcome> {
  const sent = { method: 'POST', url: `${url}/grievance/v1/grievances`, bearer, key, body } as const;
  const { status, retryAfter, text } = await request(sent);
  return {
    status,
    retryAfter,
    id: text !== null && status >= 200 && status < 300 ? (JSON.parse(text) as { id: string }).id : null,
    bodyHash: text === null ? null : createHash('sha256').update(text).digest('hex'),
  };
}

/** Sends a creation until it is acknowledged, always under the same key; false where it was refused or given up. */
export async function sendUntilAcknowledged(
  target: Target,
  history: History,
  { op, key, body, random }: { op: 'create' | 'replay'; key: string; body: string; random: Random },
): Promise<boolean> {
  const send = (attempt: number): Promise<HistoryLine> =>
    sendOnce(target, history, { op, key, body, attempt });
  return isAcknowledged(await repeat(random, send));
}
