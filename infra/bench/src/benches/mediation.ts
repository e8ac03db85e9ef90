import { onDatabase, post } from '../contestants.ts';
import { JSON_TYPE } from '../intake-step.ts';
import type { Step } from '../load-plan.ts';
import { CASE, MEDIATION, mediationDatabase, startMediation } from '../mediation-service.ts';
import { compare } from '../rounds.ts';
import { startProcess } from '../running-process.ts';
import { rateText, ratioText } from '../table.ts';
import type { Bench } from './bench.ts';

const BARE = new URL('../bare-insert.ts', import.meta.url);
const MINIMAL = 'return=minimal';

async function copyCase(from: string, to: string): Promise<void> {
  const { rows } = await onDatabase(from, (client) =>
    client.query<{ row: string }>('select row_to_json(c)::text as row from dispute_case c limit 1'),
  );
  await onDatabase(to, (client) =>
    client.query('insert into dispute_case select * from json_populate_record(null::dispute_case, $1)', [
      rows[0]?.row,
    ]),
  );
}

/** Case intake, and intake with a transition after it, against one prepared INSERT of the same row. */
export const mediation: Bench = async (stage) => {
  const { servers } = stage;
  const { service, databaseUrl, authorization } = await startMediation(servers, 'mediation_service');
  const bareUrl = await mediationDatabase(servers, 'mediation_bare');
  await post(`${service.url}${MEDIATION}/cases`, authorization, CASE);
  await copyCase(databaseUrl, bareUrl);
  const bare = await startProcess({
    entry: BARE,
    environment: { ...servers.environment, DATABASE_URL: bareUrl, TABLE: 'dispute_case' },
  });
  const send = (path: string, body: object, prefer?: string): Step => ({
    method: 'POST',
    paths: [path],
    headers: { ...JSON_TYPE, authorization, ...(prefer === undefined ? {} : { prefer }) },
    body: JSON.stringify(body),
    keyed: true,
  });
  const intake = (prefer?: string): Step => ({ ...send(`${MEDIATION}/cases`, CASE, prefer), takesId: true });
  const invite = (prefer?: string): Step => send(`${MEDIATION}/cases/{id}/actions/invite`, {}, prefer);
  // The very same request: what it costs to send and to read is no difference between the two.
  const insert = send('/rows', CASE);
  const insertRecord = send('/records', CASE);
  const kinds: [what: string, ours: Step[], bare: Step][] = [
    ['case intake, 32 connections', [intake()], insert],
    ['case intake and invitation, a call', [intake(), invite()], insert],
    ['case intake, both answering by the whole record', [intake()], insertRecord],
    ['case intake and invitation, a call, both so', [intake(), invite()], insertRecord],
    ['case intake, both answering by where it is', [intake(MINIMAL)], insert],
    ['case intake and invitation, a call, both so', [intake(MINIMAL), invite(MINIMAL)], insert],
  ];
  const findings = [];
  for (const [what, steps, bareStep] of kinds) {
    const compared = await compare(
      { ...stage, connections: 32 },
      { ours: { process: service, steps }, bare: { process: bare, steps: [bareStep] } },
    );
    findings.push({
      what,
      ours: rateText(compared.ours),
      bare: rateText(compared.bare),
      ratio: ratioText(compared.ratio),
      goal: '≥ 0.60',
    });
  }
  await Promise.all([service.stop(), bare.stop()]);
  return findings;
};
