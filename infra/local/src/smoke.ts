import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@qinwu/testkit/eventually';
import { plainError, runCommand } from './plain-error.ts';
import { SAMPLE_PERIOD } from './sample.ts';
import { type SeparateCluster, separateCluster } from './separate-cluster.ts';
import { step } from './steps.ts';

const COLD_WITHIN_SECONDS = 120;
/** Under 10 on two cores with nothing else to do; a start beside other work must not count as broken. */
const WARM_WITHIN_SECONDS = 30;
const PROBLEMS = 'grievance.problems-found';
/** Published figures of January to August 2025, which the sample park adds up to. */
const PUBLISHED: Readonly<Record<string, number>> = {
  [PROBLEMS]: 9_684,
  'grievance.requests-accepted': 4_341,
};
/** A register as petition boards hand it over. */
const REGISTER = [
  '留言编号,留言用户,留言主题,留言时间,留言详情,答复意见,答复时间',
  'A0001,A000101,路灯不亮,2019/4/25 9:32:09,五里园中路的路灯坏了一周。,已修复。,2019/5/6 10:12:00',
  'A0002,A000102,夜间噪声,2019/4/26 21:05:31,厂区夜间施工声音很大。,已约谈施工单位。,2019/5/8 15:40:12',
];
const UNREADABLE_ROW = 'A0003,A000103,积水,昨天,路口积水。,,';
const FIGURE_WITHIN_MS = 1_000;

/** `npm start` as a person uses it, beside whatever runs here: first start, a look, Ctrl-C, second start, no Redis. */
async function smoke(): Promise<void> {
  const cluster = await separateCluster();
  try {
    const first = await step('first start with the sample park', () => cluster.start());
    require(first < COLD_WITHIN_SECONDS, `the first start took ${first.toFixed(1)} s`);
    await step('every service is ready at the one origin', () => everyServiceReady(cluster));
    await step('the figures are the published ones', () => figuresArePublished(cluster));
    await step('the roster has tea tables that speak Minnan', () => rosterIsThere(cluster));
    await step('Ctrl-C ends everything', () => endsCleanly(cluster));
    const second = await step('second start on the same data', () => cluster.start());
    require(second < WARM_WITHIN_SECONDS, `the second start took ${second.toFixed(1)} s`);
    await step('the figures are still there', () => figuresArePublished(cluster));
    await step('one grievance moves its figure by one', () => oneGrievanceCounts(cluster));
    await step('npm run import takes a register', () => importsRegister(cluster));
    await step('npm run ledger:verify finds the ledgers whole', () => cluster.run('ledger-verify.ts', []));
    await endsCleanly(cluster);
    await step('start with the queue on PostgreSQL', () =>
      cluster.start(['--fresh', '--empty'], { QINWU_QUEUE: 'postgres' }),
    );
    await step('one grievance moves its figure without Redis', () => oneGrievanceCounts(cluster));
    await endsCleanly(cluster);
  } finally {
    await cluster.remove();
  }
}

async function everyServiceReady({ origin }: SeparateCluster): Promise<void> {
  const answer = await fetch(`${origin}/readyz`);
  const text = await answer.text();
  require(answer.status === 200, `/readyz answers ${answer.status}: ${text}`);
  for (const path of ['/docs', '/openapi.json']) {
    const page = await fetch(`${origin}${path}`);
    require(page.status === 200, `${path} answers ${page.status}`);
  }
}

async function figuresArePublished(cluster: SeparateCluster): Promise<void> {
  for (const [code, published] of Object.entries(PUBLISHED)) {
    const value = await figure(cluster, code, SAMPLE_PERIOD);
    require(value === published, `${code} is ${value}, not ${published}`);
  }
}

async function rosterIsThere(cluster: SeparateCluster): Promise<void> {
  const path = '/mediation/v1/mediators?kind=tea-table&language=nan&active=true&limit=1';
  const { items } = (await call(cluster, path)) as { items: unknown[] };
  require(items.length === 1, 'no mediator of a tea table speaks Minnan');
}

async function oneGrievanceCounts(cluster: SeparateCluster): Promise<void> {
  const before = await figure(cluster, PROBLEMS);
  await call(cluster, '/grievance/v1/grievances', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
    body: JSON.stringify({ ...(await exampleGrievance(cluster)), origin: 'patrol', channel: 'visit' }),
  });
  const moved = async (): Promise<boolean> => (await figure(cluster, PROBLEMS)) === before + 1;
  await eventually(moved, { within: FIGURE_WITHIN_MS });
}

async function importsRegister(cluster: SeparateCluster): Promise<void> {
  const file = join(cluster.state, '留言台账.csv');
  writeFileSync(file, `${REGISTER.join('\n')}\n`);
  const args = ['grievances', file, '--map', 'petitions'];
  const first = await cluster.run('import.ts', args);
  require(/created\s+2\b/.test(first), first);
  const again = await cluster.run('import.ts', args);
  require(/unchanged\s+2\b/.test(again), again);
  writeFileSync(file, `${[...REGISTER, UNREADABLE_ROW].join('\n')}\n`);
  const refused = await cluster.run('import.ts', args).catch((error: Error) => error.message);
  require(/ended with 1:.*refused\s+1\b/s.test(refused), refused);
  const report = readFileSync(`${file}.refused.csv`, 'utf8');
  require(/A0003.*registeredAt: is no date/.test(report), report);
}

/** The request body that the API's own document gives as an example. */
async function exampleGrievance(cluster: SeparateCluster): Promise<object> {
  const document = (await call(cluster, '/openapi.json')) as {
    paths: Record<string, { post?: { requestBody?: { content: Record<string, { example?: object }> } } }>;
  };
  const body = document.paths['/grievance/v1/grievances']?.post?.requestBody?.content['application/json'];
  if (body?.example === undefined) throw plainError('the OpenAPI document has no example of a grievance');
  return body.example;
}

async function figure(cluster: SeparateCluster, code: string, period = ''): Promise<number> {
  const answer = (await call(cluster, `/cockpit/v1/figures/${code}?${period}`)) as { value: number };
  return Number(answer.value);
}

async function call(
  { origin, token }: SeparateCluster,
  path: string,
  init: RequestInit = {},
): Promise<unknown> {
  const authorization = `Bearer ${await token('--role', 'officer,supervisor')}`;
  const answer = await fetch(`${origin}${path}`, { ...init, headers: { ...init.headers, authorization } });
  const text = await answer.text();
  require(answer.ok, `${init.method ?? 'GET'} ${path} answers ${answer.status}: ${text}`);
  return JSON.parse(text);
}

async function endsCleanly(cluster: SeparateCluster): Promise<void> {
  const code = await cluster.interrupt();
  require(code === 0, `npm start ended with ${code} after Ctrl-C`);
  const left = await fetch(`${cluster.origin}/livez`).then(
    () => true,
    () => false,
  );
  require(!left, 'something still answers after Ctrl-C');
}

function require(holds: boolean, otherwise: string): void {
  if (!holds) throw plainError(otherwise);
}

await runCommand(smoke);
