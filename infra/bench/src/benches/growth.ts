import { grievanceDatabase, onDatabase, post, startService } from '../contestants.ts';
import { BASE, INTAKE, intakeStep, worker } from '../intake-step.ts';
import type { Step } from '../load-plan.ts';
import { type Contestant, compare } from '../rounds.ts';
import type { RunningProcess } from '../running-process.ts';
import { seedGrievances } from '../seed.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench, Stage } from './bench.ts';

const SMALL = 10_000;
const LARGE = 1_000_000;
const LARGE_QUICK = 100_000;
const READABLE = 2_000;

interface Filled {
  service: RunningProcess;
  ids: readonly string[];
}

/** Intake, get one and list where a hundred times as many records are there. */
export const growth: Bench = async (stage) => {
  const rows = stage.pace.isQuick ? LARGE_QUICK : LARGE;
  const small = await filled(stage, 'growth_small', SMALL);
  const large = await filled(stage, 'growth_large', rows);
  const authorization = await worker(stage.servers);
  const kinds: Record<string, (filled: Filled) => Step> = {
    'durable intake': () => intakeStep(authorization),
    'get one of 2,000 anywhere': ({ ids }) => ({
      method: 'GET',
      paths: ids.map((id) => `${BASE}/grievances/${id}`),
      headers: { authorization },
    }),
    'first page of 20': () => list(authorization, 'limit=20'),
    'first page of 20 of a state': () => list(authorization, 'limit=20&state=IN_PROGRESS'),
  };
  const findings = [];
  for (const [what, step] of Object.entries(kinds)) {
    const contestant = (of: Filled): Contestant => ({ process: of.service, steps: [step(of)] });
    const compared = await compare(
      { ...stage, connections: 8 },
      { ours: contestant(large), bare: contestant(small) },
    );
    findings.push({
      what: `${what}: ${rows.toLocaleString('en')} rows against ${SMALL.toLocaleString('en')}, 8 connections`,
      ours: rateText(compared.ours),
      bare: rateText(compared.bare),
      ratio: `${ratioText(compared.slower)} of the p50`,
      goal: '≤ 1.3 of the p50',
    });
  }
  await Promise.all([small.service.stop(), large.service.stop()]);
  return findings;
};

function list(authorization: string, query: string): Step {
  return { method: 'GET', paths: [`${BASE}/grievances?${query}`], headers: { authorization } };
}

async function filled({ servers, say }: Stage, name: string, rows: number): Promise<Filled> {
  const databaseUrl = await grievanceDatabase(servers, name);
  const service = await startService(servers, databaseUrl);
  await post(`${service.url}${BASE}/grievances`, await worker(servers), INTAKE);
  const began = performance.now();
  const ids = await onDatabase(databaseUrl, (client) =>
    seedGrievances(client, { rows, readable: READABLE, keys: servers.keys }),
  );
  say(`  ${rows} records seeded in ${Math.round((performance.now() - began) / 1_000)} s`);
  return { service, ids };
}
