import { setTimeout as sleep } from 'node:timers/promises';
import type { CreditBooks, SampleLine } from './credit.ts';

export interface CreditLoad {
  /** The edge's origin. */
  readonly origin: string;
  readonly token: string;
  /** Another person's: nobody publishes a model of their own. */
  readonly reviewerToken: string;
}

const AT_ONCE = 12;
const LOOK_MS = 100;
const RUN_WITHIN_MS = 60_000;

type Call = (
  path: string,
  body: object,
  options?: { key?: string; method?: 'POST' | 'PUT'; as?: string },
) => Promise<{ id: string }>;

/**
 * Enters what is not imported of the books through the public API. Every request has a key that follows from what it enters: a load that was cut
 * off is done again by the next start, and what it had entered is entered once.
 */
export async function loadCredit(load: CreditLoad, books: CreditBooks): Promise<void> {
  const call = caller(load);
  const put = (path: string, { code, ...body }: { code: string }) =>
    call(`${path}/${code}`, body, { method: 'PUT' });
  const model = await call('/models', { from: 'national-18' }, { key: 'model' });
  await call(`/models/${model.id}/actions/submit`, {}, { key: 'submit' });
  await call(`/models/${model.id}/actions/publish`, {}, { key: 'publish', as: load.reviewerToken });
  await each(books.banks, (bank) => put('/banks', bank));
  await each(books.products, (product) => put('/products', product));
  await each(books.funds, (fund) => put('/funds', fund));
  await each(books.lines, (line, n) => enterLine(call, line, n));
  await each(books.fundEvents, (body, n) => call('/fund-events', body, { key: `fund-event-${n}` }));
  await each(books.investments, (body, n) => call('/fund-investments', body, { key: `investment-${n}` }));
  await each(books.contracts, (body) => call('/tech-contracts', body, { key: `contract-${body.number}` }));
  const run = await call('/score-runs', { asOf: '2025-08-31' }, { key: 'run' });
  await published(load, run.id);
}

async function enterLine(call: Call, { application, end, approval }: SampleLine, n: number): Promise<void> {
  const { id } = await call('/credit-lines', application, { key: `line-${n}` });
  const act = (action: string, body: object) =>
    call(`/credit-lines/${id}/actions/${action}`, body, { key: `line-${n}-${action}` });
  await act('refer', {});
  if (end === 'decline') await act('decline', { reason: '负债率偏高' });
  else await act('approve', approval);
  if (end === 'revoke') await act('revoke', { reason: '银行误报' });
}

function caller({ origin, token }: CreditLoad): Call {
  return async (path, body, { key, method = 'POST', as = token } = {}) => {
    const url = `${origin}/credit/v1${path}`;
    const answer = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${as}`,
        'content-type': 'application/json',
        ...(key === undefined ? {} : { 'idempotency-key': `sample-park-credit-${key}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
    // What was put before a load was cut off stands.
    if (method === 'PUT' && answer.status === 428) return { id: '' };
    if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as { id: string };
  };
}

async function each<T>(items: readonly T[], work: (item: T, n: number) => Promise<unknown>): Promise<void> {
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [n, item] of queue) await work(item, n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function published({ origin, token }: CreditLoad, id: string): Promise<void> {
  const deadline = performance.now() + RUN_WITHIN_MS;
  for (;;) {
    const answer = await fetch(`${origin}/credit/v1/score-runs/${id}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { state } = (await answer.json()) as { state: string };
    if (state === 'PUBLISHED') return;
    if (performance.now() > deadline) throw new Error(`score run ${id} is ${state}`);
    await sleep(LOOK_MS);
  }
}
