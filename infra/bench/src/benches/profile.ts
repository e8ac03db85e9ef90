import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startContestants } from '../contestants.ts';
import { type Costs, readProfile } from '../cpu-profile.ts';
import { BASE, intakeStep } from '../intake-step.ts';
import type { Finding } from '../table.ts';
import type { Bench } from './bench.ts';
import { lifecycleSteps } from './lifecycle.ts';

const SHOWN = 25;
const WARM_SECONDS = 8;
/** About what the process takes to start. */
const START_SECONDS = 3;
const OURS = /(packages|services)\//;

/** Where the service's processor time goes during intakes and reads once it is warm, by V8's own profiler. */
export const profile: Bench = async ({ servers, load, pace }) => {
  const findings: Finding[] = [];
  for (const kind of ['intake', 'get', 'lifecycle'] as const) {
    const folder = join(servers.folder, `profile-${kind}`);
    mkdirSync(folder);
    const execArgv = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'];
    const { service, authorization, id, stop } = await startContestants(servers, `profile_${kind}`, {
      execArgv,
    });
    const steps = {
      intake: [intakeStep(authorization)],
      get: [{ method: 'GET' as const, paths: [`${BASE}/grievances/${id}`], headers: { authorization } }],
      lifecycle: lifecycleSteps(authorization),
    }[kind];
    const began = performance.now();
    await load.run({ origin: service.url, steps, connections: 32, seconds: WARM_SECONDS });
    const skipped = (performance.now() - began) / 1_000 + START_SECONDS;
    const seconds = pace.seconds * 4;
    const { answered } = await load.run({ origin: service.url, steps, connections: 32, seconds });
    await stop();
    const { busyMicroseconds, self, total, modules } = readProfile(folder, skipped);
    const lines = (what: string, costs: Costs): Finding[] =>
      costs.slice(0, SHOWN).map(([name, time]) => ({
        what: `${kind}, ${what}: \`${name}\``,
        ours: `${Math.round(time / answered)} µs`,
        bare: '–',
        ratio: `${((time / busyMicroseconds) * 100).toFixed(1)} %`,
        goal: '–',
      }));
    findings.push(...lines('in all', modules));
    findings.push(...lines('itself', self));
    findings.push(
      ...lines(
        'with what it calls',
        total.filter(([name]) => OURS.test(name)),
      ),
    );
  }
  return findings;
};
