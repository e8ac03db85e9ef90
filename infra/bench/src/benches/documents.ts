import { post } from '../contestants.ts';
import type { Step } from '../load-plan.ts';
import { CASE, MEDIATION, startMediation } from '../mediation-service.ts';
import { compare, type Measured } from '../rounds.ts';
import { ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

/** As long as the facts of an application may be. */
const LONGEST = CASE.facts.repeat(Math.floor(10_000 / CASE.facts.length));

const KINDS = [
  ['an application of one page', CASE, 1],
  ['the same, 8 connections', CASE, 8],
  ['an application as long as one may be', { ...CASE, facts: LONGEST }, 1],
] as const;

/** A document as PDF, set anew each time, against the same case as JSON of the same process. */
export const documents: Bench = async (stage) => {
  const { service, authorization } = await startMediation(stage.servers, 'documents');
  const read = (path: string): Step => ({ method: 'GET', paths: [path], headers: { authorization } });
  const findings = [];
  for (const [what, body, connections] of KINDS) {
    const made = await post(`${service.url}${MEDIATION}/cases`, authorization, body);
    const path = `${MEDIATION}/cases/${made.id}`;
    const pdf = `${path}/documents/application`;
    const set = await fetch(`${service.url}${pdf}`, { headers: { authorization } });
    const kilobytes = Math.round((await set.arrayBuffer()).byteLength / 1_024);
    const { ours, bare, slower } = await compare(
      { ...stage, connections },
      {
        ours: { process: service, steps: [read(pdf)] },
        bare: { process: service, steps: [read(path)] },
      },
    );
    findings.push({
      what: `${what} as PDF (${kilobytes} kB)`,
      ours: timesText(ours),
      bare: timesText(bare),
      ratio: `${ratioText(slower)} of the p50`,
      goal: 'p50 < 300 ms',
    });
  }
  await service.stop();
  return findings;
};

function timesText({ p50, p99, processCost }: Measured): string {
  return `p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${(processCost / 1_000).toFixed(1)} ms of the process`;
}
