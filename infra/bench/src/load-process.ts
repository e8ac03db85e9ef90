import { randomBytes } from 'node:crypto';
import autocannon from 'autocannon';
import type { LoadPlan, LoadResult, Step } from './load-plan.ts';
import { quantile } from './statistics.ts';

// The load generator, in a process of its own: takes one plan after the other and sends back what came of it.
process.on('message', (plan: LoadPlan) => {
  run(plan).then(
    (result) => process.send?.({ result }),
    (error) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));

async function run(plan: LoadPlan): Promise<LoadResult> {
  const times: number[] = [];
  let refused = 0;
  let firstRefusal: string | null = null;
  const refuse = (status: number, body: string): void => {
    refused += 1;
    firstRefusal ??= `${status} ${body.slice(0, 500)}`;
  };
  const options: autocannon.Options = {
    url: plan.origin,
    connections: plan.connections,
    duration: plan.seconds,
    timeout: 20,
    ...(plan.rate === undefined ? {} : { overallRate: plan.rate }),
    requests: plan.steps.map((step) => requestOf(step, refuse)),
  };
  const began = performance.now();
  await new Promise<void>((resolve, reject) => {
    const instance = autocannon(options, (error) => (error === null ? resolve() : reject(error)));
    instance.on('response', (_client, status, _bytes, milliseconds) => {
      if (status < 300) times.push(milliseconds);
    });
  });
  const seconds = (performance.now() - began) / 1_000;
  times.sort((a, b) => a - b);
  const { length } = times;
  return {
    perSecond: length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    answered: length,
    refused,
    firstRefusal,
  };
}

function requestOf(
  step: Step,
  refuse: (status: number, body: string) => void,
): NonNullable<autocannon.Options['requests']>[number] {
  const { method, paths, headers, body, keyed = false, takesId = false } = step;
  const isFixed = !keyed && paths.length === 1 && !paths[0]?.includes('{id}');
  return {
    method,
    path: paths[0] ?? '/',
    headers: { ...headers },
    ...(body === undefined ? {} : { body }),
    ...(isFixed
      ? {}
      : {
          setupRequest: (request: autocannon.Request, context: { id?: string }) => ({
            ...request,
            path: drawn(paths).replace('{id}', context.id ?? 'none'),
            headers: keyed ? { ...headers, 'idempotency-key': randomBytes(16).toString('hex') } : headers,
          }),
        }),
    onResponse: (status: number, text: string, context: { id?: string }, answered?: object) => {
      if (status >= 300) refuse(status, text);
      else if (takesId) context.id = idIn(text === '' ? JSON.stringify(answered) : text);
    },
  };
}

function drawn(paths: readonly string[]): string {
  return paths[Math.floor(Math.random() * paths.length)] ?? '/';
}

/** The first member of an answer is its id, and of one without a body the last of its location: no need to parse it all. */
function idIn(text: string): string {
  return /(?:"id":"|\/)([0-9a-f-]{36})"/.exec(text)?.[1] ?? 'none';
}
