import type { CreditCluster } from '../cluster/credit-cluster.ts';
import { type Random, seededRandom } from '../random.ts';
import { answered, mayComeYet, repeat, request } from './request.ts';

/** Pays into a risk-compensation pool, out of it, and takes postings back. */
export interface PoolClients {
  /** Ids of the postings that were acknowledged. */
  readonly acknowledged: readonly string[];
  /** Postings that were refused because the pool holds too little, or too little was lost. */
  readonly refused: number;
}

const CLIENTS = 16;
const KINDS = ['payout', 'payout', 'recovery', 'contribution', 'payout'] as const;
const FIRST = { kind: 'contribution', amount: '1000', on: '2025-01-15' };

interface Answer {
  readonly status: number;
  readonly body: { id?: string };
}

/** Sends one request under one key until it is answered for good; a refusal by a rule is an answer. */
async function settled(
  random: Random,
  asked: { url: string; bearer: string; key: string; body: object },
): Promise<Answer> {
  const body = JSON.stringify(asked.body);
  const send = () => request({ ...asked, method: 'POST', body });
  const { status, text } = await repeat(random, send, mayComeYet);
  return { status, body: JSON.parse(text ?? '{}') };
}

/** Sixteen clients post `count` times between them for the losses of a line, one in five of what is acknowledged is taken back. */
export async function postMany(
  cluster: CreditCluster,
  { count, seed, line }: { count: number; seed: number; line: string },
): Promise<PoolClients> {
  const bearer = await cluster.bearer('treasurer');
  const pool = `${cluster.api.url}/credit/v1/risk-pools/faults`;
  const named = JSON.stringify({ name: '风险补偿资金池' });
  await answered({ method: 'PUT', url: pool, bearer, body: named }, seededRandom(seed));
  const acknowledged: string[] = [];
  let refused = 0;
  let taken = 0;
  const post = async (random: Random, path: string, body: object, key: string): Promise<string | null> => {
    const answer = await settled(random, {
      url: `${pool}/${path}`,
      bearer,
      key: `faults-pool-${key}`,
      body,
    });
    if (answer.status === 201 && answer.body.id !== undefined) {
      acknowledged.push(answer.body.id);
      return answer.body.id;
    }
    if (answer.status !== 409 && answer.status !== 422)
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    refused += 1;
    return null;
  };
  await post(seededRandom(seed), 'postings', FIRST, 'first');
  const client = async (random: Random): Promise<void> => {
    while (taken < count) {
      const number = taken++;
      const kind = KINDS[random.between(0, KINDS.length - 1)] ?? 'payout';
      const body = { ...FIRST, kind, line, amount: String(random.between(20, 300)) };
      const id = await post(random, 'postings', body, `posting-${number}`);
      if (id === null || number % 5 !== 0) continue;
      await post(random, `postings/${id}/actions/reverse`, { reason: '记账有误' }, `reversal-${number}`);
    }
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, (_, index) => client(seededRandom(seed * CLIENTS + index))),
  );
  return { acknowledged, refused };
}
