import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { History, HistoryLine } from './history.ts';

/** Where and as whom the clients file. */
export interface Target {
  readonly url: string;
  /** Of an officer of the run's own park. */
  readonly bearer: string;
}

const ANSWER_WITHIN_MS = 10_000;
const ATTEMPTS = 400;
const PAUSE_MS = { least: 40, most: 200 };

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
  try {
    const response = await fetch(`${url}/grievance/v1/grievances`, {
      method: 'POST',
      headers: { authorization: bearer, 'content-type': 'application/json', 'idempotency-key': key },
      body,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const text = await response.text();
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      id: response.ok ? (JSON.parse(text) as { id: string }).id : null,
      bodyHash: createHash('sha256').update(text).digest('hex'),
    };
  } catch {
    return { status: 0, retryAfter: null, id: null, bodyHash: null };
  }
}

/** Sends a creation until it is acknowledged, always under the same key; false where it was refused or given up. */
export async function sendUntilAcknowledged(
  target: Target,
  history: History,
  { op, key, body, random }: { op: 'create' | 'replay'; key: string; body: string; random: Random },
): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const { status } = await sendOnce(target, history, { op, key, body, attempt });
    if (status >= 200 && status < 300) return true;
    const mayComeYet = status === 0 || status >= 500 || status === 409 || status === 429;
    if (!mayComeYet) return false;
    await sleep(random.between(PAUSE_MS.least, PAUSE_MS.most));
  }
  return false;
}
