import { onDatabase, startContestants } from '../contestants.ts';
import { BASE, bareIntakeStep, intakeStep } from '../intake-step.ts';
import type { Step } from '../load-plan.ts';
import { compare } from '../rounds.ts';
import type { RunningProcess } from '../running-process.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

/** Get one and the first page of the list, against prepared SELECTs of the same columns. */
export const reads: Bench = async (stage) => {
  const contestants = await startContestants(stage.servers, 'reads');
  const { service, bare, authorization, stop } = contestants;
  await stage.load.run({
    origin: service.url,
    steps: [intakeStep(authorization)],
    connections: 16,
    seconds: 1,
  });
  await stage.load.run({
    origin: bare.url,
    steps: [bareIntakeStep(authorization)],
    connections: 16,
    seconds: 1,
  });
  // Without statistics PostgreSQL may sort a whole table for its first page; autovacuum would come in the middle.
  for (const url of [contestants.databaseUrl, contestants.bareUrl]) {
    await onDatabase(url, (client) => client.query('vacuum (analyze)'));
  }
  const idsOf = async (url: string): Promise<string[]> => {
    const { rows } = await onDatabase(url, (client) =>
      client.query<{ id: string }>('select id from grievance order by md5(id::text) limit 500'),
    );
    return rows.map(({ id }) => id);
  };
  const get = (paths: string[], headers: Record<string, string> = {}): Step => ({
    method: 'GET',
    paths,
    headers,
  });
  const ours = (await idsOf(contestants.databaseUrl)).map((id) => `${BASE}/grievances/${id}`);
  const theirs = (await idsOf(contestants.bareUrl)).map((id) => `/grievances/${id}`);
  const plan = (process: RunningProcess, step: Step) => ({ process, steps: [step] });
  const one = await compare(
    { ...stage, connections: 32 },
    {
      ours: plan(service, get(ours, { authorization })),
      bare: plan(bare, get(theirs)),
    },
  );
  const page = await compare(
    { ...stage, connections: 32 },
    {
      ours: plan(service, get([`${BASE}/grievances?limit=20`], { authorization })),
      bare: plan(bare, get(['/grievances'])),
    },
  );
  await stop();
  return [
    { what: 'get one', goal: '≥ 0.80', compared: one },
    { what: 'first page of 20', goal: '≥ 0.70', compared: page },
  ].map(({ what, goal, compared: { ours, bare: theirs, ratio } }) => ({
    what,
    ours: rateText(ours),
    bare: rateText(theirs),
    ratio: ratioText(ratio),
    goal,
  }));
};
